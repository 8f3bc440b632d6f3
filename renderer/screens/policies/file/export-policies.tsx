import { Button, Modal, Textarea } from '@mantine/core'
import { useEffect, useMemo } from 'react'

import { Copyable } from '../../../components/copyable.tsx'
import { FaultNotice } from '../../../components/fault-notice.tsx'
import { SkeletonLines } from '../../../components/skeleton-lines.tsx'
import { readFault } from '../../../state/read-fault.ts'
import { usePolicyFile } from '../../../state/use-policies.ts'

/** The name that the file is saved under. */
const fileName = 'holdfast-policies.json'

/** An address of the text that a link can save, for as long as it is shown. */
function useTextAddress(text: string | undefined): string | undefined {
  const address = useMemo(
    () =>
      text === undefined ? undefined : URL.createObjectURL(new Blob([text], { type: 'application/json' })),
    [text],
  )
  useEffect(() => () => void (address !== undefined && URL.revokeObjectURL(address)), [address])
  return address
}

/** Every policy, with the names of its databases, as one file to read, copy and save. */
export function ExportPolicies({ onClose }: { readonly onClose: () => void }) {
  const { data: text, error, refetch } = usePolicyFile()
  const address = useTextAddress(text)
  return (
    <Modal opened onClose={onClose} title="Export policies" size={640}>
      <div className="stack">
        <p className="soft">
          Every policy with the names of its databases. It holds no key and nothing of a database’s content.
        </p>
        {error !== null && <FaultNotice fault={readFault(error)} onRetry={() => void refetch()} />}
        {text === undefined && error === null && <SkeletonLines count={8} />}
        {text !== undefined && (
          <>
            <Textarea
              label={fileName}
              value={text}
              readOnly
              spellCheck={false}
              rows={16}
              styles={{ input: { fontFamily: 'var(--hf-mono)', fontSize: 12 } }}
            />
            <div className="dialog-foot spread">
              <Copyable text={text} what="the file’s text">
                <span className="soft small">Copy the text</span>
              </Copyable>
              <Button component="a" href={address} download={fileName}>
                Save {fileName}
              </Button>
            </div>
          </>
        )}
      </div>
    </Modal>
  )
}
