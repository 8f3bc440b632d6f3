import { Button } from '@mantine/core'
import { useState } from 'react'

import type { VaultStatus } from '../../../shared/domain/views.ts'
import { Mark } from '../../components/mark.tsx'
import { Steps } from '../../components/steps.tsx'
import { useSystemInfo } from '../../state/use-answers.ts'
import { setView, useViewStore } from '../../state/view-store.ts'
import { AddPanel } from '../add-databases/add-panel.tsx'
import { ChooseKey } from './choose-key.tsx'
import { ChooseVault } from './choose-vault.tsx'
import { MakeKit } from './make-kit.tsx'

const steps = ['Vault', 'Key and recovery kit', 'Databases']

/** The first three steps: where backups live, what opens them, what is backed up. Also leads to another vault later on. */
export function FirstRun({ status }: { readonly status: VaultStatus }) {
  const { data: system } = useSystemInfo()
  const isGoing = useViewStore((view) => view.isFirstRunGoing)
  const [typedFolder, setFolder] = useState<string | null>(null)
  const [isAtKey, setIsAtKey] = useState(false)
  const [isKitDone, setIsKitDone] = useState(false)
  // Trap: the change stream may tell of the new vault before the call that made it is answered; it is new when its id is.
  const [idBefore, setIdBefore] = useState<string | null>(null)
  const idNow = status.state === 'open' ? status.vaultId : null
  const folder = typedFolder ?? system?.suggestedVaultFolder ?? ''
  const isMade = isGoing && idNow !== null && idNow !== idBefore
  const at = isMade && isKitDone ? 2 : isMade || isAtKey ? 1 : 0
  const end = (): void => setView({ isFirstRunGoing: false, isChoosingVault: false })
  return (
    <div className="welcome">
      <main className="welcome-sheet">
        <header className="row welcome-head">
          <span className="is-proved row">
            <Mark size={34} />
          </span>
          <div>
            <h1 className="welcome-title">Holdfast</h1>
            <p className="soft">
              Backs up, verifies and restores local SQLite files, and proves that they can be restored.
            </p>
          </div>
          {status.state !== 'none' && !isGoing && (
            <Button className="push" variant="default" onClick={end}>
              Back
            </Button>
          )}
        </header>
        <Steps words={steps} at={at} label="First steps" isRow />
        {at === 0 && (
          <ChooseVault
            folder={folder}
            onFolder={setFolder}
            onCreate={() => {
              setIdBefore(idNow)
              setIsAtKey(true)
              setView({ isFirstRunGoing: true })
            }}
            onOpened={end}
          />
        )}
        {at === 1 && isMade && <MakeKit status={status} onDone={() => setIsKitDone(true)} />}
        {at === 1 && !isMade && (
          <ChooseKey
            folder={folder}
            keychainAnswers={system?.keychainAnswers ?? false}
            onBack={() => {
              setIsAtKey(false)
              setView({ isFirstRunGoing: false })
            }}
          />
        )}
        {at === 2 && (
          <section className="section">
            <div className="row spread">
              <h2>Which databases are backed up?</h2>
              <Button variant="subtle" size="compact-xs" className="flush-right" onClick={end}>
                Later
              </Button>
            </div>
            <AddPanel firstWay="scan" onDone={end} />
          </section>
        )}
      </main>
    </div>
  )
}
