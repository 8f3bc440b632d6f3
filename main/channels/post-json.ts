import http from 'node:http'
import https from 'node:https'

/** What the other side answered; its body is thrown away. */
export interface PostAnswer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly location: string | undefined
}

/** What is posted, and where to. */
export interface Post {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** PEM; null: the authorities that Node trusts. */
  readonly trustedCa: string | null
}

/**
 * Posts JSON over a connection of its own and answers as soon as the status is there. No redirect is followed and no proxy is used.
 * Rejects with the system's error, or the signal's reason.
 */
export function postJson({ url, headers, body, trustedCa }: Post, signal: AbortSignal): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body, 'utf8')
    const options: https.RequestOptions = {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': bytes.length,
        'user-agent': 'Holdfast',
      },
      agent: false,
      signal,
      ...(trustedCa === null ? {} : { ca: trustedCa }),
    }
    const request = url.protocol === 'https:' ? https.request(url, options) : http.request(url, options)
    request.on('error', reject)
    request.on('response', (response) => {
      const { 'retry-after': retryAfter, location } = response.headers
      resolve({ status: response.statusCode ?? 0, retryAfter, location })
      // Taken to its end, until the signal: some receivers stop their work when their caller hangs up.
      response.on('error', () => undefined)
      response.resume()
    })
    request.end(bytes)
  })
}
