import { Kbd, Modal } from '@mantine/core'

import { setView, useViewStore } from '../../state/view-store.ts'
import { placeKeys, viewKeys } from './shortcut-keys.ts'

/** All keys of the window. */
export function ShortcutHelp() {
  const isOpen = useViewStore((view) => view.isShortcutHelpOpen)
  return (
    <Modal opened={isOpen} onClose={() => setView({ isShortcutHelpOpen: false })} title="Keys" size={560}>
      <div className="help-keys">
        <dl className="facts">
          <KeyLine keys={['Ctrl', 'K']} words="Search and act" />
          {viewKeys.map(({ key, words }) => (
            <KeyLine key={key} keys={[key]} words={words} />
          ))}
        </dl>
        <dl className="facts">
          {placeKeys.map(({ key, words }) => (
            <KeyLine key={key} keys={['g', key]} words={words} />
          ))}
          <KeyLine keys={['?']} words="This help" />
          <KeyLine keys={['Esc']} words="Close what is open" />
        </dl>
      </div>
    </Modal>
  )
}

function KeyLine({ keys, words }: { readonly keys: readonly string[]; readonly words: string }) {
  return (
    <>
      <dt className="row">
        {keys.map((key) => (
          <Kbd key={key} size="xs">
            {key}
          </Kbd>
        ))}
      </dt>
      <dd>{words}</dd>
    </>
  )
}
