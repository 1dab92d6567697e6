// The widget's window as a function of the model. What only concerns looks (what is unfolded, which dialog is open)
// lives here; everything else comes in and goes out.
import { Component, type ComponentChildren, createRef } from 'preact';
import type { ChatSnapshot } from '../shared/chat';
import { MAX_TEXT_BYTES } from '../shared/gen/wire';
import { Composer } from '../shared/ui/composer';
import { Icon, type IconName } from '../shared/ui/icon';
import { Log, type LogItem } from '../shared/ui/log';
import { Avatar, Banner, Button, IconButton, Menu, type MenuItem } from '../shared/ui/parts';
import { Gate } from './gate';
import { en as t } from './messages/en';
import {
  fatal,
  isGrave,
  logItems,
  readersOf,
  type Stage,
  statusLine,
  type WidgetActions,
  type WidgetModel,
} from './model';
import { ReadersLine, ReadersPanel } from './readers';

/** What is asked before it is done. */
type Ending = '' | 'end' | 'erase';

/** What is unfolded at first; for the gallery. */
export interface Unfolded {
  readers?: boolean;
  menu?: boolean;
  ending?: Ending;
  emoji?: boolean;
  draft?: string;
}

interface Props {
  model: WidgetModel;
  actions: WidgetActions;
  unfolded?: Unfolded;
}

interface Looks {
  readers: boolean;
  menu: boolean;
  ending: Ending;
  /** The warning about storage was read. */
  warned: boolean;
  /** Another number makes the composer start again, with what is in `typed`. */
  drafts: number;
}

export class Widget extends Component<Props, Looks> {
  override state: Looks = {
    readers: false,
    menu: false,
    ending: '',
    warned: false,
    drafts: 0,
    ...this.props.unfolded,
  };

  private typed = this.props.unfolded?.draft ?? '';
  private readonly main = createRef<HTMLElement>();

  private readonly toggle = (what: 'readers' | 'menu') => () => this.setState({ [what]: !this.state[what] });
  private readonly ask = (ending: Ending) => () => this.setState({ ending });

  private readonly onKeyDown = (event: KeyboardEvent) => {
    // The emoji picker keeps its own Escape.
    if (event.key !== 'Escape' || event.isComposing) return;
    const { readers, menu, ending } = this.state;
    if (readers || menu || ending) this.setState({ readers: false, menu: false, ending: '' });
    else this.props.actions.minimise();
  };

  private readonly takeBack = async (id: string) => {
    this.typed = (await this.props.actions.takeBack(id)) ?? this.typed;
    this.setState({ drafts: this.state.drafts + 1 });
  };

  private readonly onDraft = (text: string) => {
    this.typed = text;
    this.props.actions.draft(text);
  };

  private menu(): MenuItem[] {
    const { model, actions } = this.props;
    const chat = chatOf(model);
    const items: MenuItem[] = [
      {
        icon: 'sound',
        label: model.sound ? t.soundOff : t.soundOn,
        onClick: () => actions.setSound(!model.sound),
      },
    ];
    if (model.embedded) items.push({ icon: 'window', label: t.ownWindow, onClick: actions.openWindow });
    if (chat && chat.status !== 'closed' && !/ended|refused/.test(chat.connection)) {
      items.push({ icon: 'close', label: t.endChat, bad: true, onClick: this.ask('end') });
    }
    if (model.kept) items.push({ icon: 'bin', label: t.erase, bad: true, onClick: this.ask('erase') });
    return items;
  }

  private confirm(ending: Exclude<Ending, ''>) {
    const { endChat, erase } = this.props.actions;
    const [title, text, yes, no] = t.ending[ending];
    const close = this.ask('');
    return (
      <Foot icon="alert" title={title} text={text}>
        <Button onClick={close}>{no}</Button>
        <Button
          kind="danger"
          onClick={() => {
            close();
            (ending === 'end' ? endChat : erase)();
          }}
        >
          {yes}
        </Button>
      </Foot>
    );
  }

  override componentDidMount() {
    // On the window: what had the focus may just have gone.
    addEventListener('keydown', this.onKeyDown);
  }

  override componentDidUpdate(_: Props, before: Looks) {
    const { ending, drafts } = this.state;
    // What has just appeared is what comes next.
    if (ending !== before.ending || drafts !== before.drafts)
      this.main.current?.querySelector<HTMLElement>('.foot button, textarea')?.focus();
  }

  override render({ model, actions, unfolded }: Props) {
    const { readers, menu, ending, warned, drafts } = this.state;
    const { stage } = model;
    const chat = chatOf(model);
    const talks = chat ?? stage.is === 'welcome';
    return (
      <main class="widget" ref={this.main}>
        <Header model={model} chat={chat} menu={menu} onMenu={this.toggle('menu')} onClose={actions.minimise} />
        {menu && <Menu items={this.menu()} onClose={this.toggle('menu')} />}
        {talks && (
          <ReadersLine
            readers={readersOf(model)}
            open={readers}
            bad={chat?.connection === 'refused'}
            onToggle={this.toggle('readers')}
          />
        )}
        <div class="body">
          {talks && (
            // It scrolls in a small window, so the keyboard must reach it.
            // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
            <section class="sheet" id="readers" hidden={!readers} aria-label={t.readersHead} tabIndex={0}>
              {readers && (
                <ReadersPanel
                  readers={readersOf(model)}
                  begun={!!chat}
                  agent={chat?.agentName}
                  assigned={chat?.status === 'assigned'}
                  onCode={actions.comparisonCode}
                />
              )}
            </section>
          )}
          {chat && <ChatBanner chat={chat} actions={actions} />}
          {stage.is === 'welcome' && !model.available && (
            <Banner icon="clock" title={t.awayTitle}>
              {t.awayText}
            </Banner>
          )}
          {talks && !model.persistent && !warned && (
            <Banner
              tone="warn"
              icon="alert"
              title={t.memoryTitle}
              actions={
                <>
                  {/* A conversation cannot move: browsers keep the storage of frame and window apart. */}
                  {model.embedded && !chat && (
                    <Button small icon="window" onClick={actions.openWindow}>
                      {t.ownWindow}
                    </Button>
                  )}
                  <Button small onClick={() => this.setState({ warned: true })}>
                    {t.dismiss}
                  </Button>
                </>
              }
            >
              {t.memoryText}
            </Banner>
          )}
          {chat || (stage.is === 'welcome' && stage.first) ? (
            <Log
              items={chat ? logItems(chat) : firstItems(model)}
              typing={chat?.peerTyping && chat.connection === 'online' ? [chat.agentName ?? t.someone] : []}
              busy={chat ? !chat.caughtUp : false}
              now={model.now}
              onRetry={actions.retry}
              onTakeBack={this.takeBack}
              onDiscard={actions.takeBack}
              onAtEnd={actions.atEnd}
            />
          ) : (
            <Before stage={stage} actions={actions} />
          )}
          {talks &&
            (ending
              ? this.confirm(ending)
              : ((chat && insteadOfWriting(chat, actions)) ?? (
                  <Composer
                    key={drafts}
                    label={t.messageLabel}
                    placeholder={chat?.agentName ? t.writeTo(chat.agentName) : t.write}
                    maxBytes={MAX_TEXT_BYTES}
                    under={!chat?.canSend && <span>{chat ? t.sentWhenClear : t.consent}</span>}
                    draft={this.typed}
                    drafting={{ chat, before: firstOf(model)?.texts, policy: model.policy, noticed: actions.noticed }}
                    emojiOpen={unfolded?.emoji ?? false}
                    onDraft={this.onDraft}
                    onSend={actions.send}
                  />
                )))}
        </div>
      </main>
    );
  }
}

const chatOf = ({ stage }: WidgetModel) => (stage.is === 'chat' ? stage.chat : undefined);

const firstOf = ({ stage }: WidgetModel) => (stage.is === 'welcome' ? stage.first : undefined);

function firstItems(model: WidgetModel): LogItem[] {
  const first = firstOf(model);
  return (first?.texts ?? []).map((text, index) => ({
    is: 'message',
    id: `first${index}`,
    mine: true,
    author: t.youFull,
    text,
    at: model.now,
    state: first?.failed ? 'failed' : 'sending',
    reason: first?.reason ?? '',
  }));
}

interface HeaderProps {
  model: WidgetModel;
  chat: ChatSnapshot | undefined;
  menu: boolean;
  onMenu: () => void;
  onClose: () => void;
}

function Header({ model, chat, menu, onMenu, onClose }: HeaderProps) {
  const status = statusLine(model);
  return (
    <header class="head">
      {chat?.agentName ? <Avatar name={chat.agentName} /> : <Gate small />}
      <div class="names">
        <h1>
          <bdi>{chat?.agentName ?? t.title}</bdi>
        </h1>
        <p class={`status ${status.tone}`} role="status">
          <bdi>{status.text}</bdi>
        </p>
      </div>
      <IconButton label={t.more} icon="dots" expanded={menu} onClick={onMenu} />
      {model.embedded && <IconButton label={t.close} icon="close" onClick={onClose} />}
    </header>
  );
}

interface PageProps {
  class: string;
  role?: 'alert' | 'status';
  label: string;
  children: ComponentChildren;
}

function Page({ class: kind, role, label, children }: PageProps) {
  return (
    // It scrolls in a small window, so the keyboard must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section class={`page ${kind}`} aria-label={label} tabIndex={0}>
      <div role={role}>{children}</div>
    </section>
  );
}

interface BeforeProps {
  stage: Stage;
  actions: WidgetActions;
}

/** Everything that comes before a conversation. */
function Before({ stage, actions }: BeforeProps) {
  switch (stage.is) {
    case 'starting':
      return (
        <Page class="middle" role="status" label={t.title}>
          <Gate />
          <p>{t.starting}</p>
        </Page>
      );
    case 'unsupported':
      return (
        <Page class="middle" role="alert" label={t.unsupportedTitle}>
          <Gate closed />
          <h2>{t.unsupportedTitle}</h2>
          <p>{t.unsupportedText}</p>
          <p>{t.unsupportedHelp}</p>
          <p class="fine">{t.missing(stage.missing.join(', '))}</p>
        </Page>
      );
    case 'stopped': {
      const grave = isGrave(stage.why);
      return (
        <Page class={grave ? 'middle grave' : 'middle'} role="alert" label={t.stopped[stage.why][0]}>
          <Gate closed />
          <h2>{t.stopped[stage.why][0]}</h2>
          <p>{t.stopped[stage.why][1]}</p>
          {grave ? (
            <p class="fine">{t.details(stage.code, 0)}</p>
          ) : (
            <Button kind="primary" icon="retry" onClick={actions.reopen}>
              {t.tryAgain}
            </Button>
          )}
        </Page>
      );
    }
    default:
      return (
        <Page class="welcome" label={t.title}>
          <Gate />
          <h2>{t.hello}</h2>
          <p>{t.helloText}</p>
          <ul class="facts">
            {t.facts.map((fact) => (
              <li key={fact}>
                <Icon name="check" />
                {fact}
              </li>
            ))}
          </ul>
        </Page>
      );
  }
}

/** At most one banner about the conversation: the gravest. */
function ChatBanner({ chat, actions }: { chat: ChatSnapshot; actions: WidgetActions }) {
  const violation = fatal(chat);
  if (violation || chat.connection === 'refused') {
    return (
      <Banner tone="danger" icon="alert" title={t.violationTitle} alert>
        {t.violationText}
        {violation && <p class="fine">{t.details(violation.code, violation.seq)}</p>}
      </Banner>
    );
  }
  if (chat.connection === 'ended') return null;
  if (chat.ending) {
    const idle = chat.ending.why === 'idle';
    return (
      <Banner
        tone="warn"
        icon="clock"
        alert
        title={idle ? t.endingIdle : t.endingAbsolute}
        actions={
          idle && (
            <Button small kind="primary" onClick={actions.stillHere}>
              {t.stillHere}
            </Button>
          )
        }
      >
        {idle ? t.endingIdleText : t.endingAbsoluteText}
      </Banner>
    );
  }
  if (chat.connection === 'offline') {
    return (
      <Banner tone="warn" icon="plug" title={t.offlineTitle}>
        {t.offlineText}
      </Banner>
    );
  }
  if (chat.connection === 'connecting') {
    return (
      <Banner icon="ring" spin>
        {t.connecting}
      </Banner>
    );
  }
  const team = chat.readers.find((reader) => reader.kind === 'team');
  if (chat.status !== 'waiting' || team?.kind !== 'team') return null;
  return (
    <Banner icon={chat.peerOnline ? 'lock' : 'clock'} title={t.sealedTo(team.members)}>
      {chat.peerOnline ? t.soonHere : t.sealedAway}
    </Banner>
  );
}

/** What stands where the composer stood, and says why it is gone. */
function insteadOfWriting(chat: ChatSnapshot, actions: WidgetActions) {
  const foot = (icon: IconName, title: string, text: string, button: string, onClick: () => void) => (
    <Foot icon={icon} title={title} text={text}>
      <Button kind="primary" wide onClick={onClick}>
        {button}
      </Button>
    </Foot>
  );
  if (chat.connection === 'refused') return <Foot icon="alert" bad text={t.stopWriting} />;
  if (chat.connection === 'ended') return foot('clock', t.endedTitle, t.endedText, t.comeBack, actions.reopen);
  if (chat.status === 'closed') return foot('check', t.closedTitle, t.closedText, t.startNew, actions.startNew);
  if (chat.connection === 'follower')
    return foot('window', t.followerTitle, t.followerText, t.takeOver, actions.takeOver);
  return undefined;
}

interface FootProps {
  icon: IconName;
  title?: string;
  text: string;
  bad?: boolean;
  children?: ComponentChildren;
}

function Foot({ icon, title, text, bad, children }: FootProps) {
  return (
    <div class={bad ? 'foot bad' : 'foot'}>
      <p>
        <Icon name={icon} />
        <span>
          <strong>{title}</strong> {text}
        </span>
      </p>
      {children && <div class="actions">{children}</div>}
    </div>
  );
}
