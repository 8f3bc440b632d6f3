import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

/** An authority of the test's own, and a server that it vouches for. PEM; the files lie in `folder`. */
export interface TestCertificates {
  readonly authority: string
  readonly certificate: string
  readonly key: string
  readonly certificateFile: string
  readonly keyFile: string
}

/** Makes an authority and a certificate for 127.0.0.1 and for `name`. */
export function makeCertificates(folder: string, name = 'mail.test'): TestCertificates {
  const at = (file: string): string => path.join(folder, file)
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const forDays = ['-days', '2']
  openssl(
    'req',
    '-x509',
    ...newKey,
    ...forDays,
    '-subj',
    '/CN=Authority of a test',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  )
  openssl('req', ...newKey, '-subj', `/CN=${name}`, '-keyout', 'server.key', '-out', 'server.csr')
  fs.writeFileSync(at('server.ext'), `subjectAltName=DNS:${name},IP:127.0.0.1\n`)
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'server.ext']
  openssl('x509', '-req', '-in', 'server.csr', ...signed, ...forDays, '-out', 'server.pem')
  return {
    authority: fs.readFileSync(at('ca.pem'), 'utf8'),
    certificate: fs.readFileSync(at('server.pem'), 'utf8'),
    key: fs.readFileSync(at('server.key'), 'utf8'),
    certificateFile: at('server.pem'),
    keyFile: at('server.key'),
  }
}
