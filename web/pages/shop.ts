// The demo shop's few lines: a basket that counts, buttons that open the chat, and the copy button of the embed page.
const basket = document.getElementById('basket');
const count = document.getElementById('basket-count');
const said = document.getElementById('said');
let items = 0;

const say = (words: string) => {
  if (said) said.textContent = words;
};

for (const button of document.querySelectorAll<HTMLButtonElement>('.add')) {
  button.addEventListener('click', () => {
    items += 1;
    const words = `Basket, ${items === 1 ? '1 thing' : `${items} things`}`;
    if (basket) basket.ariaLabel = words;
    if (count) {
      count.textContent = `${items}`;
      count.hidden = false;
    }
    button.classList.add('added');
    say(words);
  });
}

// The page's own way to the chat. The embed script comes later than this one, or never, if it is blocked.
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-open-chat]')) {
  button.addEventListener('click', () => {
    if (window.Cloister) window.Cloister('open');
    else say('The chat has not loaded yet.');
  });
}

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copy ?? '');
    try {
      await navigator.clipboard.writeText(source?.textContent?.trim() ?? '');
      button.textContent = 'Copied';
      say('Copied');
    } catch {
      getSelection()?.selectAllChildren(source ?? document.body);
      say('Selected; copy it with the keyboard.');
    }
  });
}

export {};
