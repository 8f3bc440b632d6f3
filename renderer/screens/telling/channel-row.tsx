import { Button } from '@mantine/core'
import { Link } from 'wouter'

import type { ChannelView } from '../../../shared/domain/alerts/channel-views.ts'
import type { Delivery } from '../../../shared/domain/alerts/delivery.ts'
import { channelKindWords, channelTarget } from '../../../shared/domain/words/channel-words.ts'
import { FaultNotice } from '../../components/fault-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import { readFault } from '../../state/read-fault.ts'
import { useTestChannel } from '../../state/use-channels.ts'
import { ActButton } from '../access/act-button.tsx'

/** One channel: where it leads, who has it, and a message by it to see that it works. */
export function ChannelRow({ channel }: { readonly channel: ChannelView }) {
  const { name, settings, isBuiltIn, usedBy } = channel
  const test = useTestChannel()
  return (
    <li className="channel" aria-label={name}>
      <div className="channel-line">
        <div className="stack stack-tight">
          <span className="row row-wrap">
            <span className="setting-title">{name}</span>
            <span className="soft small">{channelKindWords[settings.kind]}</span>
          </span>
          <span className="channel-target">{channelTarget(settings)}</span>
          <span className="soft small">
            {usedBy.length === 0 ? 'Nobody has it' : `Of people with the roles ${usedBy.join(', ')}`}
          </span>
        </div>
        <div className="setting-control push">
          <ActButton
            act="channels.test"
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate(name)}
          >
            Test
          </ActButton>
          {!isBuiltIn && (
            <Button
              component={Link}
              href={`/settings/alerts/channel/${encodeURIComponent(name)}`}
              variant="default"
              aria-label={`Edit ${name}`}
            >
              Edit
            </Button>
          )}
        </div>
      </div>
      {test.error !== null && <FaultNotice fault={readFault(test.error)} />}
      {test.data !== undefined && !test.isPending && <Tested delivery={test.data} />}
    </li>
  )
}

function Tested({ delivery }: { readonly delivery: Delivery }) {
  if (delivery.outcome !== 'delivered')
    return (
      <>
        <FaultNotice fault={delivery.fault} />
        <p className="soft small">A test is sent once and not tried again.</p>
      </>
    )
  return (
    <>
      <Notice kind="good" title="The other side took the message">
        <p>Whether it arrives where somebody reads it is seen there.</p>
      </Notice>
      {delivery.rejected.map(({ recipient, fault }) => (
        <FaultNotice key={recipient} fault={fault} />
      ))}
    </>
  )
}
