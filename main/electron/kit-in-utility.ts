import { kitScriptInChild } from '../compose/kit-script-in-child.ts'
import { askInUtilityProcess } from './ask-in-utility-process.ts'

/** Recovery kits' scripts, each in a utility process. */
export function kitInUtility(): ReturnType<typeof kitScriptInChild> {
  return kitScriptInChild(() =>
    askInUtilityProcess({
      module: './kit-in-utility-process.js',
      env: {},
      serviceName: 'Holdfast recovery kit',
    }),
  )
}
