import { NumberInput } from '@mantine/core'
import { useState } from 'react'

interface NumberSettingProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly suffix?: string
  readonly onChange: (value: number) => void
}

/** A whole number that is taken when the field is left or Enter pressed, not at each key. */
export function NumberSetting({ label, value, min, max, suffix = '', onChange }: NumberSettingProps) {
  const [typed, setTyped] = useState<number | string>(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    // The setting was changed elsewhere, or refused: what is typed gives way.
    setShown(value)
    setTyped(value)
  }
  const take = (): void => {
    const number = Math.round(Number(typed))
    const isRight = typed !== '' && Number.isFinite(number) && number >= min && number <= max
    if (!isRight) setTyped(value)
    else if (number !== value) onChange(number)
  }
  return (
    <NumberInput
      aria-label={label}
      value={typed}
      onChange={setTyped}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
      min={min}
      max={max}
      suffix={suffix}
      allowDecimal={false}
      clampBehavior="blur"
      w={130}
    />
  )
}
