/** What the agent is started with. Absolute paths. */
export interface ServiceFacts {
  /** The program and its arguments. */
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** For a service of the whole machine: the user that it runs as. */
  readonly user: string
}

/** Where a service belongs: to a user, or to the machine. */
export type ServiceScope = 'user' | 'system'

/** The systems that start programs by themselves, by what starts them. */
export type ServiceManager = 'systemd' | 'launchd' | 'task_scheduler'

/** Names the agent to the system. */
export const serviceName = 'holdfast-agent'
export const launchdLabel = 'app.holdfast.agent'

/** systemd reads quotes, backslashes, % and $ in a word; a word with none of them needs no quotes, and all get them. */
function systemdWord(word: string): string {
  const escaped = word
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('%', '%%')
    .replaceAll('\n', '\\n')
  return `"${escaped}"`
}

/** In a command $ begins a variable; in an environment it does not. */
function systemdCommand(words: readonly string[]): string {
  return words.map((word) => systemdWord(word).replaceAll('$', '$$$$')).join(' ')
}

/** A unit of systemd. A stop lets the agent clear up behind what it cuts off. */
export function systemdUnit({ command, env, user }: ServiceFacts, scope: ServiceScope): string {
  const environment = Object.entries(env).map(
    ([name, value]) => `Environment=${systemdWord(`${name}=${value}`)}`,
  )
  return `[Unit]
Description=Holdfast agent: backs up, proves and keeps SQLite databases
After=local-fs.target remote-fs.target

[Service]
Type=exec
ExecStart=${systemdCommand(command)}
${environment.join('\n')}
${scope === 'system' ? `User=${user}\n` : ''}Restart=on-failure
RestartSec=30
TimeoutStopSec=120
KillMode=mixed
Nice=10
IOSchedulingClass=idle
UMask=0077
NoNewPrivileges=true

[Install]
WantedBy=${scope === 'system' ? 'multi-user.target' : 'default.target'}
`
}

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** A property list of launchd. */
export function launchdPlist({ command, env, user }: ServiceFacts, scope: ServiceScope): string {
  const words = command.map((word) => `    <string>${xml(word)}</string>`).join('\n')
  const variables = Object.entries(env)
    .map(([name, value]) => `    <key>${xml(name)}</key>\n    <string>${xml(value)}</string>`)
    .join('\n')
  const userName = scope === 'system' ? `  <key>UserName</key>\n  <string>${xml(user)}</string>\n` : ''
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${launchdLabel}</string>
  <key>ProgramArguments</key>
  <array>
${words}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
${variables}
  </dict>
${userName}  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ExitTimeOut</key>
  <integer>120</integer>
  <key>ProcessType</key>
  <string>Background</string>
</dict>
</plist>
`
}

/** A word of a Windows command line, as the C runtime takes it apart again. */
function windowsWord(word: string): string {
  if (word !== '' && !/[\s"]/.test(word)) return word
  return `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`
}

/**
 * A task of Windows. Its scheduler has no place for variables: they are set by the command interpreter before the agent starts.
 */
export function windowsTask({ command, env, user }: ServiceFacts, scope: ServiceScope): string {
  const sets = Object.entries(env).map(([name, value]) => `set "${name}=${value}" && `)
  const line = `/d /s /c "${sets.join('')}${command.map(windowsWord).join(' ')}"`
  const trigger =
    scope === 'system'
      ? '    <BootTrigger />'
      : `    <LogonTrigger>\n      <UserId>${xml(user)}</UserId>\n    </LogonTrigger>`
  const logon = scope === 'system' ? 'S4U' : 'InteractiveToken'
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Holdfast agent: backs up, proves and keeps SQLite databases</Description>
  </RegistrationInfo>
  <Triggers>
${trigger}
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${xml(user)}</UserId>
      <LogonType>${logon}</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>10</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>cmd.exe</Command>
      <Arguments>${xml(line)}</Arguments>
    </Exec>
  </Actions>
</Task>
`
}
