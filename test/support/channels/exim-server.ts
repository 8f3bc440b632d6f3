import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { isHere } from '../system-packages.ts'
import { freePort } from './free-port.ts'
import { makeCertificates, type TestCertificates } from './certificates.ts'

/** Exim gives its rights up and delivers as this user, so it has to be started as root. */
const eximUser = 'Debian-exim'

/** Whether this machine can run a mail server of its own for a test. */
export const canRunExim = isHere('exim4') && isHere('openssl') && process.getuid?.() === 0

/** A real mail server that only this machine reaches. */
export interface EximServer {
  /** STARTTLS, then a sign-in. */
  readonly submissionPort: number
  /** TLS from the first byte. */
  readonly tlsPort: number
  /** No TLS and no sign-in. */
  readonly plainPort: number
  readonly user: string
  readonly password: string
  readonly certificates: TestCertificates
  /** What was delivered, oldest first, once there are so many. */
  mails(count: number): Promise<readonly string[]>
  /** The server's own log. */
  log(): string
  stop(): Promise<void>
}

const user = 'holdfast'
const password = 'correct horse/7'

interface Ports {
  readonly submission: number
  readonly tls: number
  readonly plain: number
}

/** Local parts that begin with `unknown` are refused, with `grey` refused for now; all others are delivered to one folder. */
function configurationOf(
  folder: string,
  ports: Ports,
  { certificateFile, keyFile }: TestCertificates,
): string {
  const isRight = (name: string, pass: string): string =>
    `\${if and{{eq{${name}}{${user}}}{eq{${pass}}{${password}}}}}`
  return `primary_hostname = mail.test
exim_user = ${eximUser}
exim_group = ${eximUser}
deliver_drop_privilege
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/spool/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${ports.submission} : ${ports.tls} : ${ports.plain}
tls_on_connect_ports = ${ports.tls}
tls_advertise_hosts = \${if eq{$received_port}{${ports.plain}}{}{*}}
tls_certificate = ${certificateFile}
tls_privatekey = ${keyFile}
auth_advertise_hosts = \${if eq{$tls_in_cipher}{}{}{*}}
acl_smtp_rcpt = acl_recipient
rfc1413_query_timeout = 0s
message_size_limit = 20K
begin acl
acl_recipient:
  deny condition = \${if eq{$received_port}{${ports.plain}}{no}{yes}}
       !authenticated = *
       message = not signed in
  deny local_parts = ^unknown
       message = no such user here
  defer local_parts = ^grey
       message = not now, try again later
  accept
begin routers
everybody:
  driver = accept
  transport = folder
begin transports
folder:
  driver = appendfile
  maildir_format
  directory = ${folder}/mail
  envelope_to_add
  user = ${eximUser}
  group = ${eximUser}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${isRight('$auth2', '$auth3')}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${isRight('$auth1', '$auth2')}
  server_set_id = $auth1
`
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function until(isTrue: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await isTrue()) return
    await sleep(50)
  }
  throw new Error(what())
}

function mailsIn(folder: string): readonly string[] {
  const mails = path.join(folder, 'mail', 'new')
  if (!fs.existsSync(mails)) return []
  return fs
    .readdirSync(mails)
    .sort()
    .map((name) => fs.readFileSync(path.join(mails, name), 'utf8'))
}

function readLog(folder: string): string {
  const file = path.join(folder, 'log', 'mainlog')
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : ''
}

/** The server and what it has started for connections and deliveries: they have its configuration in their command lines. */
function processesOf(configuration: string): readonly number[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const line = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8')
      return line.includes(configuration) ? [Number(name)] : []
    } catch {
      return []
    }
  })
}

/** Waits for all of them: one that is left writes its log into a folder that was removed. */
async function stop(configuration: string): Promise<void> {
  await until(
    () => {
      const left = processesOf(configuration)
      for (const pid of left) {
        try {
          process.kill(pid, 'SIGTERM')
        } catch {
          // It has ended by itself.
        }
      }
      return left.length === 0
    },
    () => 'The mail server did not end.',
  )
}

/** Starts a mail server in an empty folder. */
export async function startExim(folder: string): Promise<EximServer> {
  const certificates = makeCertificates(folder)
  const ports = { submission: await freePort(), tls: await freePort(), plain: await freePort() }
  for (const name of ['spool', 'log', 'mail']) fs.mkdirSync(path.join(folder, name))
  execFileSync('chown', ['-R', `${eximUser}:${eximUser}`, folder])
  // It refuses a configuration that somebody else than root could have written.
  const file = path.join(folder, 'exim.conf')
  fs.writeFileSync(file, configurationOf(folder, ports, certificates), { mode: 0o644 })
  const server = spawn('exim4', ['-C', file, '-bdf'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
  })
  let said = ''
  server.stderr.on('data', (text: Buffer) => (said += text.toString()))
  try {
    await until(
      async () => server.exitCode !== null || (await answers(ports.plain)),
      () => `The mail server did not start: ${said}${readLog(folder)}`,
    )
    if (server.exitCode !== null) throw new Error(`The mail server ended: ${said}${readLog(folder)}`)
  } catch (error) {
    await stop(file)
    throw error
  }
  return {
    submissionPort: ports.submission,
    tlsPort: ports.tls,
    plainPort: ports.plain,
    user,
    password,
    certificates,
    async mails(count) {
      await until(
        () => mailsIn(folder).length >= count,
        () => `There are not ${count} mails: ${readLog(folder)}`,
      )
      return mailsIn(folder)
    },
    log: () => readLog(folder),
    stop: () => stop(file),
  }
}
