import { Button, Menu, type ButtonProps, type MenuItemProps } from '@mantine/core'
import type { ComponentPropsWithoutRef } from 'react'

import type { ActName } from '../../../shared/domain/access/act-roles.ts'
import { useWhyNot } from '../../state/use-access.ts'

interface OfAct {
  /** What it does, by the name of its procedure. */
  readonly act: ActName
}

type ActButtonProps = OfAct & ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps>

/** A button that is off, and says why, where the user's role is not enough for what it does. */
export function ActButton({ act, disabled, title, ...rest }: ActButtonProps) {
  const why = useWhyNot(act)
  return <Button {...rest} disabled={disabled === true || why !== null} title={why ?? title} />
}

type ActItemProps = OfAct & MenuItemProps & Omit<ComponentPropsWithoutRef<'button'>, keyof MenuItemProps>

/** An item of a menu that is off, and says why, where the user's role is not enough for what it does. */
export function ActItem({ act, disabled, title, ...rest }: ActItemProps) {
  const why = useWhyNot(act)
  return <Menu.Item {...rest} disabled={disabled === true || why !== null} title={why ?? title} />
}
