import cliProgress from "cli-progress"

/** How far something is: `done` of `total` draw the bar, `text` stands behind it. */
export interface Standing {
  done: number
  total: number
  text: string
}

/** What a person sees while a command works; all of it on stderr, since stdout is for the result. */
export interface View {
  /** A sentence on a line of its own. */
  say(sentence: string): void
  show(standing: Standing): void
  /** Takes the bar away. */
  end(): void
}

const EVERY_MS = 5_000

/** A progress bar on a terminal; elsewhere a line now and then. */
export function openView(): View {
  return process.stderr.isTTY ? terminalView() : lineView()
}

function terminalView(): View {
  let bar: cliProgress.SingleBar | null = null
  const end = () => {
    bar?.stop()
    bar = null
  }
  return {
    say(sentence) {
      end()
      process.stderr.write(`${sentence}\n`)
    },
    show({ done, total, text }) {
      if (bar) {
        bar.setTotal(total)
        bar.update(done, { text })
        return
      }
      bar = newBar()
      bar.start(total, done, { text })
    },
    end,
  }
}

function newBar(): cliProgress.SingleBar {
  return new cliProgress.SingleBar({
    format: "[{bar}] {percentage}% {text}",
    barsize: 24,
    barCompleteChar: "#",
    barIncompleteChar: "-",
    clearOnComplete: true,
    emptyOnZero: true,
    // What Ctrl-C does is the command's to say.
    gracefulExit: false,
    stream: process.stderr,
  })
}

function lineView(): View {
  let shownAt = Date.now()
  return {
    say: (sentence) => void process.stderr.write(`${sentence}\n`),
    show({ done, total, text }) {
      if (Date.now() - shownAt < EVERY_MS) return
      shownAt = Date.now()
      const percentage = total > 0 ? Math.floor((done / total) * 100) : 0
      process.stderr.write(`${percentage}% ${text}\n`)
    },
    end() {},
  }
}
