// What stands before the desk: sign-in, lock, enrolment. No conversation is in the document while a door is shown.
import type { ComponentChildren, JSX } from 'preact';
import { t } from '../messages';
import type { DoorActions, DoorModel, Enrolment } from '../model/desk_model';
import { Icon, Mark } from '../ui/icons';
import { Embed } from './pages';

interface Props {
  model: DoorModel;
  act: DoorActions;
}

export function Door({ model, act }: Props): JSX.Element {
  return (
    <main class="door">
      <div class="door-card">
        <Mark size={40} />
        <Inside model={model} act={act} />
      </div>
      <p class="door-foot">
        <Icon name="lock" size={14} />
        {t.door.footer}
      </p>
    </main>
  );
}

function Inside({ model, act }: Props): JSX.Element {
  switch (model.kind) {
    case 'loading':
      return (
        <p class="door-loading" role="status">
          {t.door.loading}
        </p>
      );
    case 'sign-in':
      if (model.people.length === 0) {
        return (
          <Text title={t.door.signInTitle} text={t.door.signInNew}>
            <Trouble error={model.error} />
            <p class="muted">{t.door.newDevice}</p>
            <p class="muted">{t.door.newPerson}</p>
          </Text>
        );
      }
      return (
        <Text title={t.door.signInTitle} text={t.door.signInText}>
          {model.people.map((name, index) => (
            <PasskeyButton
              key={name}
              busy={model.busy}
              text={model.people.length > 1 && name ? t.door.signInAs(name) : t.door.signIn}
              onClick={() => act.signIn(index)}
            />
          ))}
          <Trouble error={model.error} />
        </Text>
      );
    case 'locked':
      return (
        <Text
          title={model.name ? t.door.welcomeBack(model.name) : t.door.lockedTitle}
          text={`${t.door.lockedText[model.why]} ${t.door.lockedKept(model.conversations)}`}
        >
          <PasskeyButton busy={model.busy} text={t.door.unlock} onClick={() => act.unlock()} />
          <Trouble error={model.error} />
        </Text>
      );
    case 'enrol':
      return <Enrol model={model} act={act} />;
    case 'enrolled':
      return (
        <Text {...doneTexts(model.how, model.name)}>
          {model.shared && <p class="muted">{t.door.doneShared}</p>}
          {model.embed && <Embed embed={model.embed} onCopy={() => act.copyEmbed()} />}
          <button type="button" class="btn primary large" onClick={() => act.enter()}>
            {t.door.enter}
          </button>
        </Text>
      );
    case 'stopped':
      return (
        <Text title={model.title} text={model.sentence} alert>
          {model.retry && (
            <button type="button" class="btn primary large" onClick={() => act.retry()}>
              {t.door.retry}
            </button>
          )}
        </Text>
      );
  }
}

const enrolTexts = {
  first: { title: t.door.firstTitle, text: t.door.firstText },
  join: { title: t.door.joinTitle, text: t.door.joinText },
  device: { title: t.door.deviceTitle, text: t.door.deviceText },
};

function doneTexts(how: Enrolment, name: string): { title: string; text: string } {
  if (how === 'first') return { title: t.door.doneFirstTitle(name), text: t.door.doneFirst };
  if (how === 'join') return { title: t.door.doneJoinTitle(name), text: t.door.doneJoin };
  return { title: t.door.doneDeviceTitle, text: t.door.doneDevice };
}

function Enrol({ model, act }: { model: Extract<DoorModel, { kind: 'enrol' }>; act: DoorActions }): JSX.Element {
  const device = model.how === 'device';
  return (
    <Text {...(model.again ? { title: t.door.againTitle, text: t.door.againText } : enrolTexts[model.how])}>
      <form
        class="door-form"
        onSubmit={(event) => {
          event.preventDefault();
          act.enrol();
        }}
      >
        {!device && (
          <label class="field">
            <span class="field-name">{t.door.name}</span>
            <input
              type="text"
              class="input"
              autocomplete="name"
              maxLength={60}
              required
              placeholder={t.door.namePlaceholder}
              aria-describedby="name-hint"
              disabled={model.busy}
              value={model.name}
              onInput={(event) => act.setName(event.currentTarget.value)}
            />
            <span class="hint" id="name-hint">
              {t.door.nameHint}
            </span>
          </label>
        )}
        {model.how !== 'first' && !model.again && (
          <label class="choice">
            <input
              type="checkbox"
              checked={model.shared}
              disabled={model.busy}
              onChange={(event) => act.setShared(event.currentTarget.checked)}
            />
            <span>
              <span class="choice-name">{t.door.shared}</span>
              <span class="hint">{t.door.sharedHint}</span>
              {model.how === 'join' && <span class="hint">{t.door.sharedJoinHint}</span>}
            </span>
          </label>
        )}
        <PasskeyButton
          busy={model.busy}
          text={model.again ? t.door.again : device ? t.door.addDevice : t.door.makePasskey}
          working={t.door.making}
          submit
        />
      </form>
      <Trouble error={model.error} />
    </Text>
  );
}

function Text(props: { title: string; text: string; alert?: boolean; children: ComponentChildren }): JSX.Element {
  return (
    <>
      <h1 class="door-title">{props.title}</h1>
      <p class="door-text" role={props.alert ? 'alert' : undefined}>
        {props.text}
      </p>
      {props.children}
    </>
  );
}

function PasskeyButton(props: {
  busy: boolean;
  text: string;
  working?: string;
  submit?: boolean;
  onClick?: () => void;
}): JSX.Element {
  return (
    <button
      type={props.submit ? 'submit' : 'button'}
      class="btn primary large"
      disabled={props.busy}
      onClick={props.onClick}
    >
      <Icon name="key" />
      {props.busy ? (props.working ?? t.door.waiting) : props.text}
    </button>
  );
}

function Trouble({ error }: { error: string | undefined }): JSX.Element {
  return (
    <p class="form-error" role="alert" hidden={!error}>
      {error}
    </p>
  );
}
