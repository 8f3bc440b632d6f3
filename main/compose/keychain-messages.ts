/** What the keychain's child process is asked. Travels over its pipe alone, never in arguments or environment. */
export type KeychainQuestion =
  | { readonly ask: 'get'; readonly account: string }
  | { readonly ask: 'set'; readonly account: string; readonly secret: string }
  | { readonly ask: 'remove'; readonly account: string }

/** What it answers, once, before it ends. */
export type KeychainAnswer =
  { readonly ok: true; readonly secret: string | null } | { readonly ok: false; readonly detail: string }
