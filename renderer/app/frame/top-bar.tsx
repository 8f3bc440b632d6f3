import { Kbd } from '@mantine/core'
import { IconLock, IconLockOpen, IconPlugConnectedX, IconSearch } from '@tabler/icons-react'
import { Link } from 'wouter'

import type { VaultStatus } from '../../../shared/domain/views.ts'
import { useLineState } from '../../state/use-line-state.ts'
import { useOwnAccess } from '../../state/use-access.ts'
import { useSystemInfo } from '../../state/use-answers.ts'
import { roleTitle } from '../../text/role-words.ts'
import { palette } from '../palette/palette-store.ts'
import { HealthButton } from './health-button.tsx'
import { JobsButton } from './jobs-button.tsx'

type FrameStatus = Extract<VaultStatus, { state: 'open' | 'unreachable' }>

/** Vault, search, health, running jobs, and the line to the host where it is not well. */
export function TopBar({ status }: { readonly status: FrameStatus }) {
  const { data: system } = useSystemInfo()
  return (
    <header className="bar">
      <div className="bar-vault">
        <VaultLock status={status} />
        <span className="bar-vault-name ellipsis">{status.name}</span>
        <span className="bar-vault-folder mono soft ellipsis" title={status.folder}>
          {status.folder}
        </span>
      </div>
      <button
        type="button"
        className="bar-search plain-button"
        onClick={() => palette.open()}
        title="Search databases and actions"
      >
        <IconSearch size={15} aria-hidden="true" />
        <span className="ellipsis">Search or act</span>
        <Kbd size="xs" className="push" aria-hidden="true">
          {system?.platform === 'darwin' ? '⌘ K' : 'Ctrl K'}
        </Kbd>
      </button>
      <RoleMark />
      <LineMark />
      <HealthButton />
      <JobsButton />
    </header>
  )
}

function VaultLock({ status }: { readonly status: FrameStatus }) {
  if (status.state === 'unreachable') {
    return (
      <span className="is-failed row" title="The vault's folder is not reachable">
        <IconPlugConnectedX size={17} aria-hidden="true" />
        <span className="visually-hidden">Vault not reachable</span>
      </span>
    )
  }
  const isEncrypted = status.encryption !== 'none'
  const Icon = isEncrypted ? IconLock : IconLockOpen
  const words = isEncrypted ? 'Vault open, encrypted with AES-256-GCM' : 'Vault open, not encrypted'
  return (
    <span className={`${isEncrypted ? 'is-proved' : 'is-at-risk'} row`} title={words}>
      <Icon size={17} aria-hidden="true" />
      <span className="visually-hidden">{words}</span>
    </span>
  )
}

/** Who may everything needs no reminder. */
function RoleMark() {
  const { data: own } = useOwnAccess()
  if (own === undefined || own.role === null || own.role === 'administrator') return null
  const word = roleTitle(own.role)
  return (
    <Link
      href="/settings/access"
      className="soft small bar-role"
      title={own.problem === null ? `You are ${own.role} in this vault` : 'Roles can’t be believed now'}
    >
      {own.problem === null ? word : `${word}: roles are damaged`}
    </Link>
  )
}

function LineMark() {
  const line = useLineState()
  if (line === 'connected') return null
  return (
    <output className={`bar-line ${line === 'lost' ? 'is-lost' : ''}`}>
      <IconPlugConnectedX size={16} aria-hidden="true" />
      {line === 'lost' ? 'Connection lost' : 'Reconnecting'}
    </output>
  )
}
