import { registerHooks } from 'node:module'

// `electron` is not a file of the project: for everything that runs here it is the stand-in, whoever asks.
const standIn = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: standIn, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})
