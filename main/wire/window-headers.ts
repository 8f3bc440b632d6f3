/** What a page of the window may not ask the browser for. */
const deniedFeatures = [
  'camera',
  'microphone',
  'geolocation',
  'usb',
  'serial',
  'hid',
  'display-capture',
  'payment',
]

/**
 * The content security policy of the window. No eval, no inline script, no foreign host, no frame in either direction.
 * `connectTo`: where its connection goes, besides its own origin. Styles may be inline: Mantine writes its theme as a style element.
 */
function windowPolicy(connectTo: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connectTo}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The headers of every reply that carries a part of the window, and of every refusal. */
export function windowHeaders(connectTo: string): Record<string, string> {
  return {
    'content-security-policy': windowPolicy(connectTo),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': deniedFeatures.map((feature) => `${feature}=()`).join(', '),
  }
}

/** How long a file of the window may be kept by whoever fetched it. */
export function cacheHeader(file: { readonly isImmutable: boolean }): string {
  return file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-store'
}
