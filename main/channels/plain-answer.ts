const longest = 200

/** The forms in which a secret could come back. */
function formsOf(secret: string): readonly string[] {
  const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '')
  return [secret, base64(secret), encodeURIComponent(secret)].filter((form) => form.length >= 3)
}

/**
 * What a server said, fit for a fault: one line, no control characters, cut short, and any secret that it repeated struck out, in the
 * forms in which it may have been sent as well.
 */
export function plainAnswer(answer: unknown, secrets: readonly string[]): string {
  let text = typeof answer === 'string' ? answer : ''
  for (const form of secrets.flatMap(formsOf)) text = text.replaceAll(form, '…')
  text = text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()
  return text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text
}
