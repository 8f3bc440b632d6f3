import { Component, type ReactNode } from 'react'

interface Props {
  /** Another value, such as another place in the window, gives the view a new try. */
  readonly resetKey: string
  readonly children: ReactNode
  readonly fallback: ReactNode
}

/** Keeps the rest of the window standing when one view throws. */
export class CatchBrokenView extends Component<Props, { readonly brokenAt: string | null }> {
  override state: { readonly brokenAt: string | null } = { brokenAt: null }

  override componentDidCatch(): void {
    this.setState({ brokenAt: this.props.resetKey })
  }

  static getDerivedStateFromError(): { readonly brokenAt: string } {
    return { brokenAt: '' }
  }

  override render(): ReactNode {
    const { brokenAt } = this.state
    return brokenAt === '' || brokenAt === this.props.resetKey ? this.props.fallback : this.props.children
  }
}
