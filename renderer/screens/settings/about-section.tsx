import { Kbd } from '@mantine/core'

import { useSystemInfo } from '../../state/use-answers.ts'
import { SettingLine } from './setting-line.tsx'

/** Which program this is. */
export function AboutSection() {
  const { data: system } = useSystemInfo()
  return (
    <section className="section settings-section">
      <h2>About</h2>
      <SettingLine title="Holdfast">
        <span className="num">
          {system === undefined
            ? ''
            : `version ${system.version}, contract ${system.contractVersion}, ${system.platform}`}
        </span>
      </SettingLine>
      <SettingLine title="Keys" says="Everything can be reached without a mouse.">
        <Kbd size="xs">?</Kbd>
      </SettingLine>
    </section>
  )
}
