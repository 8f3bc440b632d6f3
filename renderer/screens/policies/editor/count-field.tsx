import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useState } from 'react'

interface CountFieldProps extends Omit<NumberInputProps, 'value' | 'onChange' | 'min' | 'max'> {
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
}

/** A whole number that is taken as it is typed; one that is being typed, and is none yet, leaves the last one as it was. */
export function CountField({ value, min, max, onChange, ...rest }: CountFieldProps) {
  /** Null: nothing is being typed, and the field shows the value. */
  const [typed, setTyped] = useState<number | string | null>(null)
  return (
    <NumberInput
      {...rest}
      value={typed ?? value}
      min={min}
      max={max}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="blur"
      onChange={(next) => {
        setTyped(next)
        if (typeof next === 'number' && next >= min && next <= max) onChange(next)
      }}
      onBlur={() => setTyped(null)}
    />
  )
}
