// The widget's window as a function of the model. What only concerns looks (what is unfolded, which dialog is open)
// lives here; everything else comes in and goes out.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChatSnapshot } from '../shared/chat';
import { MAX_TEXT_BYTES } from '../shared/gen/wire';
import { Composer } from '../shared/ui/composer';
import { Icon } from '../shared/ui/icon';
import { Log, type LogItem } from '../shared/ui/log';
import { Avatar, Banner, Button, Dialog, IconButton, Menu, type MenuItem } from '../shared/ui/parts';
import { Gate } from './gate';
import { en as t } from './messages/en';
import {
  type FirstMessages,
  fatal,
  logItems,
  readersOf,
  type Stage,
  statusLine,
  type WidgetActions,
  type WidgetModel,
} from './model';
import { ReadersLine, ReadersPanel } from './readers';

/** What is unfolded at first; for the gallery. */
export interface Unfolded {
  readers?: boolean;
  menu?: boolean;
  ending?: boolean;
  emoji?: boolean;
  draft?: string;
}

interface Props {
  model: WidgetModel;
  actions: WidgetActions;
  unfolded?: Unfolded;
}

export function Widget({ model, actions, unfolded = {} }: Props) {
  const [readers, setReaders] = useState(unfolded.readers ?? false);
  const [menu, setMenu] = useState(unfolded.menu ?? false);
  const [ending, setEnding] = useState(unfolded.ending ?? false);
  const { stage } = model;
  const chat = stage.is === 'chat' ? stage.chat : undefined;
  const talks = stage.is === 'welcome' || chat !== undefined;
  const open = chat !== undefined && chat.status !== 'closed' && !/ended|refused/.test(chat.connection);

  const items: MenuItem[] = [
    {
      icon: model.sound ? 'sound' : 'mute',
      label: t.soundOn,
      checked: model.sound,
      state: model.sound ? t.on : t.off,
      onClick: () => actions.setSound(!model.sound),
    },
  ];
  if (model.embedded) items.push({ icon: 'window', label: t.ownWindow, onClick: actions.openWindow });
  if (open) items.push({ icon: 'leave', label: t.endChat, bad: true, onClick: () => setEnding(true) });

  return (
    <main
      class="widget"
      onKeyDown={(event) => {
        // Emoji picker, menu and dialog keep their own Escape.
        if (event.key !== 'Escape' || ending || event.isComposing) return;
        if (readers) setReaders(false);
        else actions.minimise();
      }}
    >
      <Header model={model} chat={chat} menu={menu} onMenu={() => setMenu(!menu)} onClose={actions.minimise} />
      {menu && <Menu label={t.more} items={items} onClose={() => setMenu(false)} />}
      {talks && (
        <ReadersLine
          readers={readersOf(model)}
          open={readers}
          bad={chat?.connection === 'refused'}
          onToggle={() => setReaders(!readers)}
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
                begun={chat !== undefined}
                agent={chat?.agentName}
                assigned={chat?.status === 'assigned'}
                onCode={actions.comparisonCode}
              />
            )}
          </section>
        )}
        {stage.is === 'chat' ? (
          <Conversation model={model} chat={stage.chat} actions={actions} unfolded={unfolded} />
        ) : (
          <Before model={model} stage={stage} actions={actions} unfolded={unfolded} />
        )}
      </div>
      {ending && (
        <Dialog
          title={t.endTitle}
          onClose={() => setEnding(false)}
          actions={
            <>
              <Button autofocus onClick={() => setEnding(false)}>
                {t.endNo}
              </Button>
              <Button
                kind="danger"
                onClick={() => {
                  setEnding(false);
                  actions.endChat();
                }}
              >
                {t.endYes}
              </Button>
            </>
          }
        >
          <p>{t.endText}</p>
        </Dialog>
      )}
    </main>
  );
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
        <h1 dir="auto">{chat?.agentName ?? t.title}</h1>
        <p class={`status ${status.tone}`} role="status">
          <bdi>{status.text}</bdi>
        </p>
      </div>
      <IconButton label={t.more} icon="dots" expanded={menu} onClick={onMenu} />
      {model.embedded && <IconButton label={t.close} icon="close" onClick={onClose} />}
    </header>
  );
}

interface BeforeProps {
  model: WidgetModel;
  stage: Exclude<Stage, { is: 'chat' }>;
  actions: WidgetActions;
  unfolded: Unfolded;
}

/** Everything that comes before a conversation. */
function Before({ model, stage, actions, unfolded }: BeforeProps) {
  switch (stage.is) {
    case 'starting':
      return (
        <div class="page middle" role="status">
          <Gate breathing />
          <p>{t.starting}</p>
        </div>
      );
    case 'unsupported':
      return (
        <div class="page" role="alert">
          <Gate closed />
          <h2>{t.unsupportedTitle}</h2>
          <p>{t.unsupportedText}</p>
          <h3>{t.unsupportedMissing}</h3>
          <ul class="missing">
            {stage.missing.map((what) => (
              <li key={what}>
                <Icon name="close" />
                <span>{t.missing[what] ?? what}</span>
              </li>
            ))}
          </ul>
          <p>{t.unsupportedHelp}</p>
        </div>
      );
    case 'stopped': {
      const grave = stage.why === 'wrong_root' || stage.why === 'untrusted';
      return (
        <div class={grave ? 'page middle grave' : 'page middle'} role="alert">
          <Gate closed />
          <h2>{t.stoppedTitle[stage.why]}</h2>
          <p>{t.stoppedText[stage.why]}</p>
          {grave ? (
            <p class="fine">{t.details(stage.code, 0)}</p>
          ) : (
            <Button kind="primary" icon="retry" onClick={actions.reopen}>
              {t.tryAgain}
            </Button>
          )}
        </div>
      );
    }
    case 'welcome':
      return <Welcome model={model} first={stage.first} actions={actions} unfolded={unfolded} />;
  }
}

interface WelcomeProps {
  model: WidgetModel;
  first: FirstMessages | undefined;
  actions: WidgetActions;
  unfolded: Unfolded;
}

function Welcome({ model, first, actions, unfolded }: WelcomeProps) {
  const items: LogItem[] = (first?.texts ?? []).map((text, index) => ({
    is: 'message',
    id: `first${index}`,
    mine: true,
    author: t.youFull,
    text,
    at: model.now,
    state: first?.failed ? 'failed' : 'sending',
    reason: first?.reason ?? '',
  }));
  return (
    <>
      <MemoryBanner model={model} actions={actions} />
      {first ? (
        <Log items={items} now={model.now} onRetry={actions.retry} />
      ) : (
        <div class="page welcome">
          <Gate />
          <h2>{t.hello}</h2>
          <p>{t.helloText}</p>
          {!model.available && (
            <div class="away">
              <Icon name="clock" />
              <p>
                <strong>{t.awayTitle}</strong> {t.awayText}
              </p>
            </div>
          )}
          <ul class="facts">
            <li>
              <Icon name="people" />
              {t.factReaders}
            </li>
            <li>
              <Icon name="server" />
              {t.factServer}
            </li>
            <li>
              <Icon name="shield" />
              {t.factStored}
            </li>
          </ul>
        </div>
      )}
      <Composer
        label={t.messageLabel}
        placeholder={t.writeFirst}
        maxBytes={MAX_TEXT_BYTES}
        under={<span>{t.consent}</span>}
        draft={unfolded.draft ?? ''}
        emojiOpen={unfolded.emoji ?? false}
        onSend={actions.send}
      />
    </>
  );
}

function MemoryBanner({ model, actions }: { model: WidgetModel; actions: WidgetActions }) {
  const [seen, setSeen] = useState(false);
  if (model.persistent || seen) return null;
  return (
    <Banner
      tone="warn"
      icon="info"
      title={t.memoryTitle}
      actions={
        <>
          {model.embedded && (
            <Button small icon="window" onClick={actions.openWindow}>
              {t.ownWindow}
            </Button>
          )}
          <Button small onClick={() => setSeen(true)}>
            {t.dismiss}
          </Button>
        </>
      }
    >
      {model.embedded ? t.memoryText : t.memoryOwn}
    </Banner>
  );
}

interface ConversationProps {
  model: WidgetModel;
  chat: ChatSnapshot;
  actions: WidgetActions;
  unfolded: Unfolded;
}

function Conversation({ model, chat, actions, unfolded }: ConversationProps) {
  const [draft, setDraft] = useState({ version: 0, text: unfolded.draft ?? '' });
  const broken = chat.connection === 'refused';
  const typing = chat.peerTyping && chat.connection === 'online' ? [chat.agentName ?? t.someone] : [];
  const takeBack = async (id: string) => {
    const text = await actions.takeBack(id);
    if (text) setDraft({ version: draft.version + 1, text });
  };
  return (
    <>
      <Banners model={model} chat={chat} actions={actions} />
      <Log
        items={logItems(chat)}
        typing={typing}
        busy={!chat.caughtUp}
        now={model.now}
        onRetry={actions.retry}
        onTakeBack={takeBack}
        onAtEnd={actions.atEnd}
      />
      {broken ? (
        <Foot icon="alert" bad text={t.stopWriting} />
      ) : chat.connection === 'ended' ? (
        <Foot icon="clock" text={t.endedText} button={t.comeBack} onClick={actions.reopen} />
      ) : chat.status === 'closed' ? (
        <Foot icon="check" title={t.closedTitle} text={t.closedText} button={t.startNew} onClick={actions.startNew} />
      ) : chat.connection === 'follower' ? (
        <Foot icon="window" title={t.followerTitle} text={t.followerText} button={t.takeOver} onClick={actions.takeOver} />
      ) : (
        <Composer
          key={draft.version}
          label={t.messageLabel}
          placeholder={chat.agentName ? t.writeTo(chat.agentName) : t.write}
          maxBytes={MAX_TEXT_BYTES}
          draft={draft.text}
          autofocus={draft.version > 0}
          emojiOpen={unfolded.emoji ?? false}
          onDraft={actions.draft}
          onSend={actions.send}
        />
      )}
    </>
  );
}

/** At most one banner about the conversation: the gravest. */
function Banners({ model, chat, actions }: { model: WidgetModel; chat: ChatSnapshot; actions: WidgetActions }) {
  const violation = fatal(chat);
  if (violation || chat.connection === 'refused') {
    return (
      <Banner tone="danger" icon="alert" title={t.violationTitle} alert>
        {t.violationText}
        {violation && <p class="fine">{t.details(violation.code, violation.seq)}</p>}
      </Banner>
    );
  }
  if (chat.connection === 'ended') return <Banner icon="clock" title={t.endedTitle} />;
  if (chat.ending) return <Ending ending={chat.ending} now={model.now} onStay={actions.stillHere} />;
  if (chat.connection === 'offline') {
    const seconds = Math.ceil((chat.retryAtMs - model.now) / 1000);
    return (
      <Banner tone="warn" icon="plug" title={t.offlineTitle}>
        {t.offlineText}{' '}
        <span aria-hidden="true">{chat.retryAtMs === 0 ? '' : seconds > 0 ? t.inSeconds(seconds) : t.tryNow}</span>
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
  if (!model.persistent) return <MemoryBanner model={model} actions={actions} />;
  if (chat.status === 'waiting') {
    const team = chat.readers.find((reader) => reader.kind === 'team');
    const sealed = team?.kind === 'team' ? t.sealedTo(team.members) : '';
    return (
      <Banner icon={model.available ? 'lock' : 'clock'} title={sealed}>
        {model.available ? t.soonHere : t.sealedAway}
      </Banner>
    );
  }
  return null;
}

interface EndingProps {
  ending: NonNullable<ChatSnapshot['ending']>;
  now: number;
  onStay: () => void;
}

function Ending({ ending, now, onStay }: EndingProps) {
  const seconds = Math.max(0, Math.ceil((ending.atMs - now) / 1000));
  const idle = ending.why === 'idle';
  // Read out when it appears and again when a third is left, not every second.
  const [spoken, setSpoken] = useState(seconds);
  const urgent = seconds <= 20;
  useEffect(() => setSpoken(seconds), [urgent]);
  const words = idle ? t.endingIdle : t.endingAbsolute;
  return (
    <div class="banner warn">
      <Icon name="clock" />
      <div>
        <strong aria-hidden="true">{words(seconds)}</strong>
        <span class="vh" role="alert">
          {words(spoken)}
        </span>
        {idle ? t.endingIdleText : t.endingAbsoluteText}
        {idle && (
          <div class="actions">
            <Button small kind="primary" onClick={onStay}>
              {t.stillHere}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

interface FootProps {
  icon: 'alert' | 'clock' | 'check' | 'window';
  title?: string;
  text: string;
  bad?: boolean;
  button?: string;
  onClick?: () => void;
}

/** Stands where the composer stood and says why it is gone. */
function Foot({ icon, title, text, bad, button, onClick }: FootProps) {
  const ref = useRef<HTMLDivElement>(null);
  return (
    <div ref={ref} class={bad ? 'foot bad' : 'foot'}>
      <p>
        <Icon name={icon} />
        <span>
          {title && <strong>{title}. </strong>}
          {text}
        </span>
      </p>
      {button && onClick && (
        <Button kind="primary" wide onClick={onClick}>
          {button}
        </Button>
      )}
    </div>
  );
}
