import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'

import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { Copyable } from '../../components/copyable.tsx'
import { useClient } from '../../state/connection.tsx'
import { useSystemInfo, useVaultStatus } from '../../state/use-answers.ts'
import { joinPath } from '../../text/path-words.ts'

const files = [
  { ending: '', word: 'Payload' },
  { ending: '.pages', word: 'Page index' },
  { ending: '.manifest.json', word: 'Manifest' },
]

/** The three files of a backup, with their whole paths to copy. */
export function BackupFiles({ backup }: { readonly backup: StoredBackup }) {
  const client = useClient()
  const { data: system } = useSystemInfo()
  const { data: vault } = useVaultStatus()
  const reveal = useMutation({ mutationFn: (path: string) => client.system.reveal({ path }) })
  const folder = vault !== undefined && vault.state !== 'none' ? vault.folder : ''
  const payload = joinPath(folder, backup.file)
  return (
    <section className="section">
      <div className="section-head">
        <h2>Files</h2>
        {system?.capabilities.revealInFolder === true && (
          <Button variant="subtle" size="compact-xs" onClick={() => reveal.mutate(payload)}>
            Show in folder
          </Button>
        )}
      </div>
      <dl className="facts">
        {files.map(({ ending, word }) => (
          <div key={word} className="facts-pair">
            <dt>{word}</dt>
            <dd>
              <Copyable text={`${payload}${ending}`} what="the path">
                <span className="mono" title={`${payload}${ending}`}>
                  {backup.file}
                  {ending}
                </span>
              </Copyable>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
