import { Component, createRef, type JSX } from 'preact';

/** Holds the element with the frames, and never touches it again: a frame that is moved loads anew. */
export class FrameSlot extends Component<{ host: HTMLElement }> {
  private readonly place = createRef<HTMLDivElement>();

  override componentDidMount(): void {
    this.place.current?.append(this.props.host);
  }
  override shouldComponentUpdate(): boolean {
    return false;
  }
  override render(): JSX.Element {
    return <div class="frame-slot" ref={this.place} />;
  }
}
