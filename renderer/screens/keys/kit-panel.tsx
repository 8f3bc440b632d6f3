import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'

import type { CheckedKit, MadeKit } from '../../../shared/domain/keys/kit-views.ts'
import { formatMoment } from '../../../shared/domain/words/format-moment.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useCheckKit, useMakeKit } from '../../state/use-keys.ts'
import { isAbsolutePath } from '../../text/path-words.ts'
import { PathField } from '../paths/path-field.tsx'
import { ShownCode } from './shown-code.tsx'

interface KitPanelProps {
  readonly isEncrypted: boolean
  /** There is a recovery code already, which a new one would end. */
  readonly hasCode: boolean
  /** Left out: not said. */
  readonly onMade?: () => void
}

/** The recovery kit: made in a folder, and tried by using it. */
export function KitPanel({ isEncrypted, hasCode, onMade }: KitPanelProps) {
  const make = useMakeKit()
  const check = useCheckKit()
  const [folder, setFolder] = useState('')
  const [isWithCode, setIsWithCode] = useState(isEncrypted && !hasCode)
  const isReady = isAbsolutePath(folder)
  return (
    <section className="section" aria-label="Recovery kit">
      <h2>Recovery kit</h2>
      <p className="soft">
        What restores without Holdfast: a page to print, a description of every byte of the vault, and a
        script that lists, verifies and restores with nothing but Node. Keep it on another drive than the
        vault.
      </p>
      <PathField
        label="Folder of the kit"
        description="A new or empty folder to make one; the folder of one to check it"
        mode="folder"
        value={folder}
        onChange={setFolder}
      />
      {isEncrypted && (
        <Checkbox
          label="With a new recovery code on its page"
          description={
            hasCode
              ? 'The code that there is opens the vault no more once the kit is made'
              : 'Whoever has the page and a copy of the vault can read every backup'
          }
          checked={isWithCode}
          onChange={(event) => setIsWithCode(event.currentTarget.checked)}
        />
      )}
      <div className="row row-wrap">
        <Button
          disabled={!isReady}
          loading={make.isPending}
          onClick={() =>
            make.mutate(
              { folder, withRecoveryCode: isEncrypted && isWithCode },
              { onSuccess: () => onMade?.() },
            )
          }
        >
          Make the kit
        </Button>
        <Button
          variant="default"
          disabled={!isReady}
          loading={check.isPending}
          onClick={() => check.mutate({ folder })}
        >
          Check a kit
        </Button>
      </div>
      {make.error !== null && <FaultNotice fault={readFault(make.error)} />}
      {make.data !== undefined && <MadeNotice made={make.data} />}
      {check.error !== null && <FaultNotice fault={readFault(check.error)} />}
      {check.data !== undefined && <CheckedNotice checked={check.data} />}
    </section>
  )
}

function MadeNotice({ made }: { readonly made: MadeKit }) {
  return (
    <div className="stack">
      <Notice kind="good" title="The recovery kit is made">
        <p>
          Print recovery-kit.html in <span className="mono">{made.folder}</span>, then check the kit here.
        </p>
      </Notice>
      {made.recoveryCode !== null && <ShownCode code={made.recoveryCode} />}
    </div>
  )
}

function CheckedNotice({ checked: { rebuilt, madeAt } }: { readonly checked: CheckedKit }) {
  return (
    <Notice kind="good" title={rebuilt === null ? 'The kit opens the vault' : 'The kit restores'}>
      {rebuilt === null
        ? 'Its script opens the vault; there is no backup yet that it could rebuild.'
        : `Its script rebuilt ${rebuilt.database} as of ${formatMoment(rebuilt.takenAt)}, page by page, to the root that it was taken with.`}{' '}
      It was made {formatMoment(madeAt)}.
    </Notice>
  )
}
