// One conversation as a function of its model. What only concerns looks (what is unfolded) lives here.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ChatSnapshot } from '../../shared/chat';
import { MAX_TEXT_BYTES } from '../../shared/gen/wire';
import type { ReaderView } from '../../shared/readers';
import { Composer } from '../../shared/ui/composer';
import { Icon } from '../../shared/ui/icon';
import { Log } from '../../shared/ui/log';
import { en as ui } from '../../shared/ui/messages/en';
import { Avatar, Banner, Button, Dialog } from '../../shared/ui/parts';
import { t } from '../messages';
import { type FrameActions, type FrameModel, fatal, logItems, readerWords, statusLine } from '../model/frame_model';
import { identityClass, Tile } from '../ui/tile';

/** What is unfolded at first; for the gallery. */
export interface Unfolded {
  readers?: boolean;
  closing?: boolean;
  emoji?: boolean;
  /** Without: shown when asked for. */
  code?: string;
}

interface Props {
  model: FrameModel;
  act: FrameActions;
  unfolded?: Unfolded;
}

export function Frame({ model, act, unfolded = {} }: Props): JSX.Element {
  const [readers, setReaders] = useState(unfolded.readers ?? false);
  const [closing, setClosing] = useState(unfolded.closing ?? false);
  const { chat } = model;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: catches what bubbles from links and fields
    <div
      class={`conversation ${identityClass(model.identity)}`}
      onClick={(event) => {
        const link = event.target instanceof Element && event.target.closest('a[href]');
        if (!link) return;
        event.preventDefault();
        act.openLink(link.getAttribute('href') ?? '');
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && readers && !event.isComposing) setReaders(false);
      }}
    >
      <Head model={model} onClose={() => setClosing(true)} />
      {chat && (
        <ReadersLine
          readers={chat.readers}
          open={readers}
          bad={chat.connection === 'refused'}
          onToggle={() => setReaders(!readers)}
        />
      )}
      <div class="conversation-body">
        {chat && (
          <section class="conversation-sheet" id="readers" hidden={!readers} aria-label={t.frame.readersTitle}>
            {readers && <Readers model={model} chat={chat} act={act} code={unfolded.code} />}
          </section>
        )}
        {chat ? <Talk model={model} chat={chat} act={act} unfolded={unfolded} /> : <Opening model={model} act={act} />}
      </div>
      {closing && chat && (
        <Dialog
          title={t.frame.closeTitle(model.identity.name)}
          onClose={() => setClosing(false)}
          actions={
            <>
              <Button onClick={() => setClosing(false)}>{t.frame.closeNo}</Button>
              <Button
                kind="danger"
                onClick={() => {
                  setClosing(false);
                  act.close();
                }}
              >
                {t.frame.close}
              </Button>
            </>
          }
        >
          <p>{t.frame.closeText}</p>
          <Unsent chat={chat} />
        </Dialog>
      )}
    </div>
  );
}

function Unsent({ chat }: { chat: ChatSnapshot }): JSX.Element | null {
  const count = chat.timeline.filter(
    (item) => item.kind === 'message' && item.mine && /^(sending|failed)$/.test(item.status),
  ).length;
  return count > 0 ? <p class="closing-unsent">{t.frame.closeUnsent(count)}</p> : null;
}

function Head({ model, onClose }: { model: FrameModel; onClose: () => void }): JSX.Element {
  const { chat } = model;
  const status = statusLine(model);
  const open = chat?.status === 'assigned' && !/^(ended|refused)$/.test(chat.connection);
  return (
    <header class="conversation-head">
      <h1 class="vh">{t.conversation(model.identity.name)}</h1>
      <p class={`conversation-status ${status.tone}`} role="status">
        {status.text}
      </p>
      {open && (
        <Button small icon="check" onClick={onClose}>
          {t.frame.close}
        </Button>
      )}
    </header>
  );
}

interface LineProps {
  readers: readonly ReaderView[];
  open: boolean;
  bad: boolean;
  onToggle: () => void;
}

function ReadersLine({ readers, open, bad, onToggle }: LineProps): JSX.Element {
  return (
    <button
      type="button"
      class={`readers-line${bad ? ' bad' : ''}`}
      aria-expanded={open}
      aria-controls="readers"
      onClick={onToggle}
    >
      <Icon name={bad ? 'alert' : 'lock'} />
      <span>
        {ui.whoCanRead}{' '}
        <b>
          <bdi>{ui.and(readerWords(readers)) || ui.checking}</bdi>
        </b>
      </span>
      <Icon name="down" turn />
    </button>
  );
}

interface ReadersProps {
  model: FrameModel;
  chat: ChatSnapshot;
  act: FrameActions;
  code: string | undefined;
}

function Readers({ model, chat, act, code }: ReadersProps): JSX.Element {
  return (
    <div class="readers">
      <h2>{t.frame.readersTitle}</h2>
      <ul>
        {chat.readers.map((reader) => (
          <ReaderRow key={JSON.stringify(reader)} reader={reader} model={model} />
        ))}
      </ul>
      <p>{t.frame.readersLead}</p>
      <h2>{t.frame.compareTitle}</h2>
      <p>{t.frame.compareText}</p>
      <Code known={code} onCode={act.comparisonCode} />
    </div>
  );
}

function ReaderRow({ reader, model }: { reader: ReaderView; model: FrameModel }): JSX.Element {
  const row = (face: JSX.Element, name: string, why: string) => (
    <li>
      {face}
      <div>
        <b dir="auto">{name}</b>
        <span>{why}</span>
      </div>
    </li>
  );
  switch (reader.kind) {
    case 'customer':
      return row(<Tile identity={model.identity} />, t.frame.readerCustomer, t.frame.readerCustomerWhy);
    case 'team':
      return row(
        <span class="face">
          <Icon name="people" />
        </span>,
        t.frame.readerTeam[reader.team],
        t.frame.readerTeamWhy(reader.members),
      );
    case 'person':
      if (!reader.you)
        return row(<Avatar name={reader.name} />, reader.name ?? t.frame.readers.colleague, t.frame.readerColleagueWhy);
      return row(<Avatar name={model.me} />, t.frame.readerYou(model.me), t.frame.readerYouWhy);
    case 'you':
      return row(<Avatar name={model.me} />, t.frame.readerYou(model.me), t.frame.readerYouWhy);
  }
}

function Code({ known, onCode }: { known: string | undefined; onCode: () => Promise<string> }): JSX.Element {
  const [code, setCode] = useState<string | 'working' | 'failed' | undefined>(known);
  const show = () => {
    setCode('working');
    onCode().then(setCode, () => setCode('failed'));
  };
  const done = code !== undefined && code !== 'working' && code !== 'failed';
  return (
    <>
      <div aria-live="polite">
        {code === 'failed' && <p>{t.frame.codeFailed}</p>}
        {done && (
          <p class="code">
            {code.split(' ').map((group, index) => (
              <span key={index}>{group}</span>
            ))}
          </p>
        )}
      </div>
      {!done && (
        <Button small disabled={code === 'working'} onClick={show}>
          {code === 'working' ? ui.codeIsMade : ui.showCode}
        </Button>
      )}
    </>
  );
}

function Opening({ model, act }: { model: FrameModel; act: FrameActions }): JSX.Element {
  if (model.failure) {
    return (
      <div class="conversation-opening" role="alert">
        <h2>{t.frame.failedTitle}</h2>
        <p>{model.failure}</p>
        <Button kind="primary" icon="retry" onClick={act.reopen}>
          {t.frame.reopen}
        </Button>
      </div>
    );
  }
  return (
    <div class="conversation-opening" role="status">
      <Icon name="ring" spin />
      <p>
        <strong>{t.frame.opening}</strong>
      </p>
      <p>{t.frame.openingText}</p>
    </div>
  );
}

interface TalkProps {
  model: FrameModel;
  chat: ChatSnapshot;
  act: FrameActions;
  unfolded: Unfolded;
}

function Talk({ model, chat, act, unfolded }: TalkProps): JSX.Element {
  const [draft, setDraft] = useState({ version: 0, text: model.draft });
  const { name } = model.identity;
  const typing = chat.peerTyping && chat.connection === 'online' ? [name] : [];
  const takeBack = async (id: string) => {
    const text = await act.takeBack(id);
    if (text) setDraft({ version: draft.version + 1, text });
  };
  return (
    <>
      <TalkBanner model={model} chat={chat} />
      <Log
        items={logItems(model, chat)}
        typing={typing}
        busy={!chat.caughtUp}
        now={model.now}
        onRetry={act.retry}
        onTakeBack={takeBack}
        onDiscard={act.takeBack}
        onAtEnd={act.atEnd}
      />
      {chat.connection === 'refused' ? (
        <Foot bad title={t.frame.stoppedWriting} />
      ) : chat.connection === 'ended' ? (
        <Foot title={t.frame.status.ended} text={t.frame.endedText} />
      ) : chat.status === 'closed' ? (
        <Foot title={t.frame.closedTitle} text={t.frame.closedText} />
      ) : (
        <Composer
          key={draft.version}
          label={t.frame.writeTo(name)}
          placeholder={t.frame.writeTo(name)}
          maxBytes={MAX_TEXT_BYTES}
          draft={draft.text}
          drafting={{ chat, policy: model.policy, noticed: act.noticed }}
          autofocus={draft.version > 0}
          emojiOpen={unfolded.emoji ?? false}
          under={
            <>
              <span class="to">
                <Tile identity={model.identity} size="s" />
                <bdi>{t.frame.to(name)}</bdi>
              </span>
              {chat.canSend ? <span class="send-hint">{t.frame.sendHint}</span> : <span>{t.frame.sentWhenClear}</span>}
            </>
          }
          onDraft={act.draft}
          onSend={act.send}
        />
      )}
    </>
  );
}

/** At most one banner: the gravest. */
function TalkBanner({ model, chat }: { model: FrameModel; chat: ChatSnapshot }): JSX.Element | null {
  const violation = fatal(chat);
  if (violation || chat.connection === 'refused') {
    return (
      <Banner tone="danger" icon="alert" title={t.frame.violationTitle} alert>
        {t.frame.violationText}
        {violation && <p class="fine">{t.frame.violationDetails(violation.code, violation.seq)}</p>}
      </Banner>
    );
  }
  if (chat.connection === 'offline') {
    const seconds = Math.ceil((chat.retryAtMs - model.now) / 1000);
    return (
      <Banner tone="warn" icon="plug" title={t.frame.offlineTitle}>
        {t.frame.offlineText} <span aria-hidden="true">{chat.retryAtMs > 0 && t.frame.again(seconds)}</span>
      </Banner>
    );
  }
  return null;
}

function Foot({ title, text, bad }: { title: string; text?: string; bad?: boolean }): JSX.Element {
  return (
    <footer class={`conversation-foot${bad ? ' bad' : ''}`}>
      <Icon name={bad ? 'alert' : 'check'} />
      <div>
        <strong>{title}</strong>
        {text && <p>{text}</p>}
      </div>
    </footer>
  );
}
