// A piece of page that the server has rendered and escaped, put in place. Parsed apart from the page: nothing in it runs.
export const put = (place, html) =>
  place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
