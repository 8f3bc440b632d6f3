import { expect, it } from 'vitest'

import { contract } from '../../../../shared/contract/contract.ts'
import { actRoles } from '../../../../shared/domain/access/act-roles.ts'
import { commandActs } from '../../../../shared/domain/access/command-acts.ts'

/** Only the command line can run and stop an agent. */
const commandLineOnly = ['agent.run', 'agent.stop']

type Procedures = Readonly<Record<string, Readonly<Record<string, { '~orpc': { meta: { role: string } } }>>>>

it('commands need the roles that the contract asks for', () => {
  const asked = Object.keys(commandActs).map((name) => {
    const [branch, procedure] = name.split('.') as [string, string]
    const found = (contract as unknown as Procedures)[branch]?.[procedure]
    return [name, commandLineOnly.includes(name) ? 'operator' : found?.['~orpc'].meta.role]
  })
  expect(Object.fromEntries(asked)).toEqual(commandActs)
})

it('the window knows the role of every act that changes something, as the contract has it', () => {
  const asked = Object.entries(contract as unknown as Procedures).flatMap(([branch, procedures]) =>
    Object.entries(procedures).map(
      ([name, { '~orpc': definition }]) => [`${branch}.${name}`, definition.meta.role] as const,
    ),
  )
  const changing = asked.filter(([name, role]) => role !== 'viewer' || name in actRoles)
  const alone = commandLineOnly.map((name) => [name, 'operator'] as const)
  expect(Object.fromEntries([...changing, ...alone])).toEqual(actRoles)
})
