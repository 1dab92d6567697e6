// "Who can read this": one line that is always there, and the panel behind it.
import { Component } from 'preact';
import type { ReaderView } from '../shared/readers';
import { Icon } from '../shared/ui/icon';
import { en as ui } from '../shared/ui/messages/en';
import { Avatar, Button } from '../shared/ui/parts';
import { en as t } from './messages/en';
import { readerWords } from './model';

interface LineProps {
  readers: readonly ReaderView[];
  open: boolean;
  bad: boolean;
  onToggle: () => void;
}

export function ReadersLine({ readers, open, bad, onToggle }: LineProps) {
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
        {bad ? (
          <b>{t.readersUncertain}</b>
        ) : (
          <>
            {ui.whoCanRead}{' '}
            <b>
              <bdi>{ui.and(readerWords(readers)) || ui.checking}</bdi>
            </b>
          </>
        )}
      </span>
      <Icon name="down" turn />
    </button>
  );
}

interface PanelProps {
  readers: readonly ReaderView[];
  /** There is a conversation already. */
  begun: boolean;
  agent: string | undefined;
  assigned: boolean;
  onCode: () => Promise<string>;
}

export function ReadersPanel({ readers, begun, agent, assigned, onCode }: PanelProps) {
  return (
    <div class="readers">
      <h2>{begun ? t.readersHead : t.readersHeadNew}</h2>
      <ul>
        {readers.map((reader) => (
          <ReaderRow key={JSON.stringify(reader)} reader={reader} assigned={assigned} />
        ))}
      </ul>
      <p>{t.nobodyElse}</p>
      {begun && (
        <>
          <h2>{t.compareHead}</h2>
          {assigned ? <Comparison who={agent ?? t.someoneMid} onCode={onCode} /> : <p>{t.compareLater}</p>}
        </>
      )}
      <h2>{t.serverHead}</h2>
      <p>{t.serverWhy}</p>
    </div>
  );
}

function ReaderRow({ reader, assigned }: { reader: ReaderView; assigned: boolean }) {
  if (reader.kind === 'person') {
    return (
      <li>
        <Avatar name={reader.name} />
        <div>
          <b dir="auto">{reader.name ?? t.someone}</b>
          <span>{t.agentWhy}</span>
        </div>
      </li>
    );
  }
  if (reader.kind === 'team') {
    const first = reader.team === 'support' && !assigned;
    return (
      <li>
        <Face icon="people" />
        <div>
          <b>{reader.team === 'supervisors' ? t.supervisors : t.support}</b>
          <span>{(first ? t.supportWhy : t.keptWhy)(reader.members)}</span>
        </div>
      </li>
    );
  }
  return (
    <li>
      <Face icon="person" />
      <div>
        <b>{t.youFull}</b>
        <span>{t.youWhy}</span>
      </div>
    </li>
  );
}

function Face({ icon }: { icon: 'person' | 'people' }) {
  return (
    <span class="face">
      <Icon name={icon} />
    </span>
  );
}

interface ComparisonProps {
  who: string;
  onCode: () => Promise<string>;
}

class Comparison extends Component<ComparisonProps, { code: string; working: boolean; failed: boolean }> {
  override state = { code: '', working: false, failed: false };

  private readonly show = async () => {
    this.setState({ working: true, failed: false });
    try {
      this.setState({ code: await this.props.onCode() });
    } catch {
      this.setState({ failed: true });
    }
    this.setState({ working: false });
  };

  override render({ who }: ComparisonProps) {
    const { code, working, failed } = this.state;
    return (
      <>
        <p>{t.compareWhy(who)}</p>
        <div aria-live="polite">
          {failed && <p>{t.codeFailed}</p>}
          {code && (
            <p class="code">
              {code.split(' ').map((group, index) => (
                <span key={index}>{group}</span>
              ))}
            </p>
          )}
        </div>
        {!code && (
          <Button small disabled={working} onClick={this.show}>
            {working ? ui.codeIsMade : ui.showCode}
          </Button>
        )}
      </>
    );
  }
}
