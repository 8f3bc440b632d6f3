import { describe, expect, it } from 'vitest'

import { launchdPlist, systemdUnit, windowsTask } from '../../../main/cli/agent/service-files.ts'
import { planService, type ServiceMachine } from '../../../main/cli/agent/service-place.ts'

const facts = {
  command: ['/opt/my node/bin/node', '/srv/a "b" 100% $HOME/holdfast.ts', 'agent'],
  env: { HOLDFAST_VAULT: '/mnt/R&D <1>/100%', HOLDFAST_HOME: '/home/anna/.holdfast' },
  user: 'anna',
}
const machine: ServiceMachine = {
  platform: 'linux',
  userFolder: '/home/anna',
  homeFolder: '/home/anna/.holdfast',
  configFolder: undefined,
  userId: 1000,
}

describe('what makes a system start the agent', () => {
  it('systemd: words stay words, whatever is in a path', () => {
    const unit = systemdUnit(facts, 'user')
    expect(unit).toContain(
      String.raw`ExecStart="/opt/my node/bin/node" "/srv/a \"b\" 100%% $$HOME/holdfast.ts" "agent"`,
    )
    expect(unit).toContain('Environment="HOLDFAST_VAULT=/mnt/R&D <1>/100%%"')
    expect(unit).not.toContain('User=')
    expect(systemdUnit(facts, 'system')).toContain('User=anna\n')
  })

  it('launchd: XML says what it is told', () => {
    const list = launchdPlist(facts, 'user')
    expect(list).toContain('<string>/srv/a &quot;b&quot; 100% $HOME/holdfast.ts</string>')
    expect(list).toContain('<key>HOLDFAST_VAULT</key>\n    <string>/mnt/R&amp;D &lt;1&gt;/100%</string>')
    expect(list).not.toContain('UserName')
    expect(launchdPlist(facts, 'system')).toContain('<key>UserName</key>\n  <string>anna</string>')
  })

  it('Windows: the task quotes words as programs there take them apart', () => {
    const task = windowsTask(
      {
        command: ['C:\\Program Files\\node\\node.exe', 'C:\\Holdfast\\', 'agent'],
        env: { HOLDFAST_VAULT: 'D:\\R&D' },
        user: 'HOST\\anna',
      },
      'user',
    )
    expect(task).toContain(
      '/d /s /c &quot;set &quot;HOLDFAST_VAULT=D:\\R&amp;D&quot; &amp;&amp; &quot;C:\\Program Files\\node\\node.exe&quot; C:\\Holdfast\\ agent&quot;',
    )
    expect(task).toContain('<UserId>HOST\\anna</UserId>')
  })

  it('has a place and commands of its own on each system', () => {
    expect(planService(machine, facts, 'user')).toMatchObject({
      manager: 'systemd',
      file: '/home/anna/.config/systemd/user/holdfast-agent.service',
    })
    expect(planService({ ...machine, configFolder: '/cfg' }, facts, 'user').file).toBe(
      '/cfg/systemd/user/holdfast-agent.service',
    )
    expect(planService(machine, facts, 'system').file).toBe('/etc/systemd/system/holdfast-agent.service')
    expect(planService({ ...machine, platform: 'darwin' }, facts, 'user')).toMatchObject({
      manager: 'launchd',
      file: '/home/anna/Library/LaunchAgents/app.holdfast.agent.plist',
      toStop: ['launchctl bootout gui/1000/app.holdfast.agent'],
    })
    const task = planService({ ...machine, platform: 'win32', homeFolder: 'C:\\H' }, facts, 'user')
    expect(task.file).toBe('C:\\H\\holdfast-agent.xml')
    expect((task.content as Buffer).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]))
  })
})
