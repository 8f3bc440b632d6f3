import path from 'node:path'

import {
  launchdLabel,
  launchdPlist,
  serviceName,
  systemdUnit,
  windowsTask,
  type ServiceFacts,
  type ServiceManager,
  type ServiceScope,
} from './service-files.ts'

/** A service's file, and what makes the system know it, or forget it. */
export interface ServicePlan {
  readonly manager: ServiceManager
  readonly file: string
  readonly content: string | Buffer
  /** Commands that start it now and at each start or login. */
  readonly toStart: readonly string[]
  /** Commands that end it; the file can be removed after them. */
  readonly toStop: readonly string[]
}

/** What of this machine a place depends on. */
export interface ServiceMachine {
  readonly platform: NodeJS.Platform
  readonly userFolder: string
  readonly homeFolder: string
  readonly configFolder: string | undefined
  readonly userId: number
}

/** What starts programs by themselves on a platform. */
export function managerOf(platform: NodeJS.Platform): ServiceManager {
  if (platform === 'win32') return 'task_scheduler'
  return platform === 'darwin' ? 'launchd' : 'systemd'
}

function systemdPlan(machine: ServiceMachine, facts: ServiceFacts, scope: ServiceScope): ServicePlan {
  const config = machine.configFolder ?? path.posix.join(machine.userFolder, '.config')
  const folder = scope === 'system' ? '/etc/systemd/system' : path.posix.join(config, 'systemd', 'user')
  const systemctl = scope === 'system' ? 'systemctl' : 'systemctl --user'
  const lingers = scope === 'system' ? [] : ['loginctl enable-linger']
  return {
    manager: 'systemd',
    file: path.posix.join(folder, `${serviceName}.service`),
    content: systemdUnit(facts, scope),
    toStart: [`${systemctl} daemon-reload`, `${systemctl} enable --now ${serviceName}`, ...lingers],
    toStop: [`${systemctl} disable --now ${serviceName}`],
  }
}

function launchdPlan(machine: ServiceMachine, facts: ServiceFacts, scope: ServiceScope): ServicePlan {
  const folder =
    scope === 'system'
      ? '/Library/LaunchDaemons'
      : path.posix.join(machine.userFolder, 'Library', 'LaunchAgents')
  const file = path.posix.join(folder, `${launchdLabel}.plist`)
  const domain = scope === 'system' ? 'system' : `gui/${machine.userId}`
  return {
    manager: 'launchd',
    file,
    content: launchdPlist(facts, scope),
    toStart: [`launchctl bootstrap ${domain} "${file}"`],
    toStop: [`launchctl bootout ${domain}/${launchdLabel}`],
  }
}

function taskPlan(machine: ServiceMachine, facts: ServiceFacts, scope: ServiceScope): ServicePlan {
  const file = path.win32.join(machine.homeFolder, `${serviceName}.xml`)
  return {
    manager: 'task_scheduler',
    file,
    // Its tool takes UTF-16 with a byte order mark.
    content: Buffer.from(`\uFEFF${windowsTask(facts, scope)}`, 'utf16le'),
    toStart: [`schtasks /Create /F /TN ${serviceName} /XML "${file}"`, `schtasks /Run /TN ${serviceName}`],
    toStop: [`schtasks /End /TN ${serviceName}`, `schtasks /Delete /F /TN ${serviceName}`],
  }
}

/** The file that makes a system start the agent by itself, and the commands that go with it. */
export function planService(machine: ServiceMachine, facts: ServiceFacts, scope: ServiceScope): ServicePlan {
  const plans = { systemd: systemdPlan, launchd: launchdPlan, task_scheduler: taskPlan }
  return plans[managerOf(machine.platform)](machine, facts, scope)
}
