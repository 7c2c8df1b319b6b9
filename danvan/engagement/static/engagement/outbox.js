// What is not sent yet, kept in this browser under the dialogue's name. If the browser refuses to store, it is kept in the
// page, and `put` says so by false.
export class Outbox {
  constructor(place) {
    this.place = `danvan:${place}`;
    this.inPage = new Map();
  }

  all() {
    const kept = new Map(this.#read(this.place, []).map((entry) => [entry.key, entry]));
    for (const [key, entry] of this.inPage) kept.set(key, entry);
    return [...kept.values()].sort((a, b) => a.at - b.at);
  }

  get(key) {
    return this.all().find((entry) => entry.key === key);
  }

  put(entry) {
    const others = this.all().filter((one) => one.key !== entry.key && !this.inPage.has(one.key));
    if (this.#write(this.place, [...others, entry])) {
      this.inPage.delete(entry.key);
      return true;
    }
    this.inPage.set(entry.key, entry);
    return false;
  }

  remove(key) {
    this.inPage.delete(key);
    this.#write(
      this.place,
      this.#read(this.place, []).filter((entry) => entry.key !== key),
    );
  }

  // The sentence being typed: read without an argument, kept with one, forgotten with null.
  draft(words) {
    const place = `${this.place}:draft`;
    if (words === undefined) return this.#read(place, null);
    return this.#write(place, words);
  }

  #read(place, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(place)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  #write(place, value) {
    try {
      if (value === null || (Array.isArray(value) && value.length === 0)) localStorage.removeItem(place);
      else localStorage.setItem(place, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }
}
