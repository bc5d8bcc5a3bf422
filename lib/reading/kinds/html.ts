import { decodeHTMLStrict } from "entities"
import sanitizeHtml from "sanitize-html"
import { countText } from "../../words.ts"
import { fault } from "./cell.ts"
import { asHtml } from "./html-tags.ts"
import { ofText } from "./text.ts"

/** The parser's time grows with the square of open tags: this many take some 0.1 s, a hundred thousand several. */
const MOST_TAGS = 20_000

/** Tags that begin a line of their own, so that the words on both sides are two. */
const BLOCKS = [
  ...[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
  ],
  ...["dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"],
  ...["h5", "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol"],
  ...[
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
  ],
  ...["thead", "title", "tr", "ul"],
]

/** Tags whose content is no text for people: programs, rules of layout, and what no browser shows. */
const DROPPED = ["script", "style", "noscript", "template"]

/** Tags within which the parser sees no others and decodes nothing: read as any block. */
const RAW = /<(\/?)(?:textarea|title|xmp)(?=[\s/>])/gi

const BLOCKS_ONLY: sanitizeHtml.IOptions = {
  allowedTags: BLOCKS,
  allowedAttributes: {},
  nonTextTags: DROPPED,
  parseStyleAttributes: false,
}

/**
 * The text of a piece of HTML on one line: tags of real elements stripped, scripts and styles with their content, entities decoded,
 * white space collapsed. What only looks like a tag stays. The result is text: `&lt;b&gt;` in it has become `<b>`, and a page must escape it.
 */
export const readHtml = ofText((text) => {
  const { html, tags } = text.includes("<") ? asHtml(text) : { html: text, tags: 0 }
  if (tags > MOST_TAGS) return fault("bad_html", `holds more than ${countText(MOST_TAGS)} HTML tags.`)
  const plain = collapsed(tags > 0 ? stripped(html) : decoded(text))
  const value = plain === "" ? null : plain
  return tags > 0 ? { value, notice: "html_removed" } : { value }
})

function stripped(html: string): string {
  // What the sanitiser leaves has bare block tags, and `<` nowhere else.
  return decoded(sanitizeHtml(html.replace(RAW, "<$1div"), BLOCKS_ONLY).replace(/<[^>]*>/g, " "))
}

const decoded = (text: string) => (text.includes("&") ? decodeHTMLStrict(text) : text)

function collapsed(text: string): string {
  return text.replace(/\s+/g, " ").trim()
}
