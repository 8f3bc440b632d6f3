import { Button } from '@mantine/core'
import { Link } from 'wouter'

import { Copyable } from '../../components/copyable.tsx'
import { Notice } from '../../components/notice.tsx'

/** The command that installs the agent as a service of the user. */
export const agentCommand = 'holdfast agent install'

/** Says that no program runs the schedules, and how one does. */
export function NobodyActs() {
  return (
    <Notice
      kind="failed"
      title="Nothing runs by itself"
      actions={
        <Button component={Link} href="/settings" variant="default">
          Settings
        </Button>
      }
    >
      <p>
        No program runs the schedules of this vault, so no backup is taken and nothing is cleaned up until one
        does. Backups that are there stay.
      </p>
      <p>
        Install the agent, which runs them whenever the machine does:{' '}
        <Copyable text={agentCommand} what="the command" />
      </p>
    </Notice>
  )
}
