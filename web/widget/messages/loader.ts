// The few words on the page itself; apart from the others, because every visitor pays for the loader.
export const en = {
  open: 'Open the support chat',
  close: 'Close the support chat',
  frame: 'Support chat',
  unread: 'New message',
};
