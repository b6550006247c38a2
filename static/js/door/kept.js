// What the door keeps on the device while there is no network: ids that say nothing, initials and
// seats, and the taps that no server has yet. No name, no state of anybody, nothing that was typed.
const kept = (() => {
  const [, id] = location.pathname.match(/([0-9a-f-]{36})/) ?? [];
  const LIST = `door ${id} list`;
  const TAP = `door ${id} tap `;

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  // A device that keeps nothing still works: the page itself remembers for as long as it is open.
  function write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      document.documentElement.dataset.keeps = "nothing";
    }
  }

  const keys = (beginning) => Object.keys(localStorage).filter((key) => key.startsWith(beginning));

  return {
    door: `/call-in/${id}/dorren/`,
    list: () => read(LIST),
    keepList: (who, until, cards) => write(LIST, { who, until, cards }),
    taps: () => keys(TAP).map(read).filter(Boolean).sort((one, other) => one.at - other.at),
    add: (tap) => write(TAP + tap.nonce, tap),
    drop: (nonce) => localStorage.removeItem(TAP + nonce),
    wipe() {
      for (const key of keys(`door ${id} `)) localStorage.removeItem(key);
    },
  };
})();
