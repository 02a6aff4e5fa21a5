// Shows the state of the gateway, again and again. What comes from outside, names, sentences, statuses, is only ever put into the
// page as text.
'use strict';
(() => {
  const PERIOD = 2000, LONGEST = 30000, PATIENT = 10000;
  const $ = id => document.getElementById(id);
  const view = { sort: 'since', down: false, rows: 100 };
  let state = null, tag = null, offset = 0, failures = 0, timer = 0, asking = null, answeredAt = 0, nextTry = 0;

  // ---- Words ----
  const two = number => String(number).padStart(2, '0');
  function span(ms) {
    const s = Math.max(0, ms) / 1000;
    if (s < 1) return Math.round(Math.max(0, ms)) + ' ms';
    if (s < 10) return s.toFixed(1).replace('.0', '') + ' s';
    if (s < 60) return Math.floor(s) + ' s';
    if (s < 600) return Math.floor(s / 60) + ' m ' + two(Math.floor(s % 60)) + ' s';
    if (s < 3600) return Math.floor(s / 60) + ' m';
    if (s < 86400) return Math.floor(s / 3600) + ' h ' + two(Math.floor(s % 3600 / 60)) + ' m';
    return Math.floor(s / 86400) + ' d ' + Math.floor(s % 86400 / 3600) + ' h';
  }
  const now = () => Date.now() + offset;
  const whole = ms => span(Math.floor(Math.max(0, ms) / 1000) * 1000).replace('0 ms', '0 s');
  const ago = at => whole(now() - Date.parse(at)) + ' ago';
  const till = at => { const left = Date.parse(at) - now(); return left <= 0 ? 'now' : 'in ' + whole(left + 999); };
  const day = at => { const d = new Date(at); return d.getFullYear() + '-' + two(d.getMonth() + 1) + '-' + two(d.getDate()); };
  const clock = at => { const d = new Date(at); return [d.getHours(), d.getMinutes(), d.getSeconds()].map(two).join(':'); };
  const many = (count, one, more) => count.toLocaleString() + ' ' + (count === 1 ? one : more);
  const size = bytes => {
    const unit = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
    return (bytes / 1000 ** unit).toFixed(unit && bytes / 1000 ** unit < 10 ? 1 : 0) + ' ' + ['B', 'kB', 'MB', 'GB', 'TB'][unit];
  };
  const upper = text => text.charAt(0).toUpperCase() + text.slice(1);

  // ---- Elements ----
  function put(element, text) { if (element.textContent !== text) element.textContent = text; }
  function make(name, kind, text) {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    if (text) element.textContent = text;
    return element;
  }
  // A text that goes on with the time.
  function live(element, words) { element.words = words; element.classList.add('live'); put(element, words()); }
  function tick() { for (const element of document.querySelectorAll('.live')) if (element.words) put(element, element.words()); }

  function run(cell, row) {
    const id = row.run_id || '';
    if (cell.shown === id) return;
    cell.shown = id;
    cell.replaceChildren();
    if (id && row.console && /^https?:\/\//.test(row.console)) {
      const link = make('a', 'run', id);
      link.href = row.console; link.title = id; link.rel = 'noreferrer noopener'; link.target = '_blank';
      cell.append(link);
    } else if (id) cell.append(make('span', 'run', id));
  }
  function label(cell, text, kind) {
    if (!cell.tag) { cell.tag = make('span'); cell.append(cell.tag); }
    cell.tag.className = 'tag ' + (kind || '');
    cell.tag.hidden = !text;
    put(cell.tag, text);
  }
  // Of a file its folder and name; all of it is there for whoever points at it.
  const place = where => /^(\/|[A-Za-z]:\\)/.test(where) ? where.split(/[\/\\]/).slice(-2).join('/') : where;
  const mood = status => status === 'succeeded' ? 'good' : status === 'canceled' ? '' : 'bad';

  const columns = {
    way: [
      ['File', 'file', (cell, row) => put(cell, row.file)],
      ['Step', 'step', (cell, row) => put(cell, row.step.toLowerCase().replaceAll('_', ' ')), 'short'],
      ['Run', null, run, 'runs'],
      ['Status', 'status', (cell, row) => label(cell, row.status || '')],
      ['Waiting', 'since', (cell, row) => live(cell, () => whole(now() - Date.parse(row.since))), 'short'],
      ['Next look', 'next', (cell, row) => live(cell, () => row.next_look ? till(row.next_look) : ''), 'short'],
      ['Deadline', 'deadline', deadline, 'short'],
      ['', null, (cell, row) => act(cell, row, 'Cancel', cancel), 'act'],
    ],
    errors: [
      ['File', null, (cell, row) => put(cell, row.file)],
      ['Status', null, (cell, row) => label(cell, row.status, mood(row.status))],
      ['', null, sentences, 'wordy'],
      ['Run', null, run, 'runs'],
      ['When', null, (cell, row) => { cell.title = day(row.at) + ' ' + clock(row.at); live(cell, () => ago(row.at)); }, 'short'],
      ['', null, (cell, row) => act(cell, row, 'Retry', retry), 'act'],
    ],
    delivered: [
      ['File', null, (cell, row) => put(cell, row.file)],
      ['Status', null, (cell, row) => label(cell, row.status, mood(row.status))],
      ['Took', null, (cell, row) => put(cell, span(row.took)), 'short'],
      ['Went to', null, (cell, row) => { cell.title = row.where; put(cell, place(row.where)); }],
      ['Run', null, run, 'runs'],
      ['When', null, (cell, row) => { cell.title = day(row.at) + ' ' + clock(row.at); live(cell, () => ago(row.at)); }, 'short'],
    ],
  };
  function deadline(cell, row) {
    if (!row.deadline) { cell.replaceChildren(); cell.bar = null; return; }
    if (!cell.bar) {
      cell.time = make('span'); cell.bar = make('progress'); cell.bar.max = 100;
      const both = make('div'); both.append(cell.time, cell.bar); cell.append(both);
      cell.bar.setAttribute('aria-label', 'Time used until the deadline');
    }
    const begin = Date.parse(row.since), end = Date.parse(row.deadline);
    live(cell.time, () => {
      const used = Math.min(100, Math.max(0, Math.round(100 * (now() - begin) / Math.max(1, end - begin))));
      if (!cell.bar.hasAttribute('value') || cell.bar.value !== used) { cell.bar.value = used; cell.bar.className = used > 80 ? 'late' : ''; }
      return till(row.deadline);
    });
  }
  function sentences(cell, row) {
    if (!cell.first) {
      cell.first = make('div'); cell.second = make('div', 'todo'); cell.words = make('span');
      cell.second.append(make('strong', '', 'What to do: '), cell.words);
      const both = make('div'); both.append(cell.first, cell.second); cell.append(both);
      cell.text = cell.words; cell.words = null;
    }
    put(cell.first, row.error);
    put(cell.text, row.what_to_do);
    cell.second.hidden = !row.what_to_do;
  }
  function act(cell, row, words, wish) {
    const possible = Boolean(state.control) && !(words === 'Cancel' && row.step === 'DELIVERING');
    if (!possible) { cell.replaceChildren(); cell.button = null; return; }
    if (!cell.button) {
      cell.button = make('button', words === 'Cancel' ? 'danger' : '', words);
      cell.button.type = 'button';
      cell.append(cell.button);
      cell.button.addEventListener('click', () => wish(cell.row, cell.button));
    }
    cell.row = row;
    cell.button.setAttribute('aria-label', words + ' ' + row.file);
  }

  // Rows stay the same elements while their tickets are shown: whoever reads or has the focus there is not disturbed.
  function fill(name, rows) {
    const body = $(name + '-rows'), kept = new Map(), times = new Map();
    for (const line of [...body.children]) kept.set(line.known, line);
    let place = body.firstElementChild;
    for (const row of rows) {
      // A ticket may be there twice: somebody has copied its report.
      const time = (times.get(row.ticket) || 0) + 1, known = row.ticket + ' ' + time;
      times.set(row.ticket, time);
      let line = kept.get(known);
      if (line) kept.delete(known);
      else {
        line = make('tr');
        line.setAttribute('role', 'row');
        line.known = known;
        for (const [title, , , kind] of columns[name]) {
          const cell = make('td', kind);
          cell.setAttribute('role', 'cell');
          cell.dataset.label = title;
          line.append(cell);
        }
      }
      columns[name].forEach(([, , show], i) => show(line.children[i], row));
      if (line === place) place = place.nextElementSibling;
      else body.insertBefore(line, place);
    }
    for (const line of kept.values()) line.remove();
  }

  // ---- Plots ----
  function svg(name, attributes, text) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text) element.textContent = text;
    return element;
  }
  const LEFT = 76, TOP = 12, WIDTH = 536, HEIGHT = 98;
  function frame(plot, most, words) {
    const parts = [];
    for (const part of [0, .5, 1]) {
      const y = TOP + HEIGHT * (1 - part);
      parts.push(svg('line', { x1: LEFT, x2: LEFT + WIDTH, y1: y, y2: y, class: 'grid' }));
      if (part > 0 || most > 0) parts.push(svg('text', { x: LEFT - 6, y: y + 4, 'text-anchor': 'end' }, words(most * part)));
    }
    parts.push(svg('text', { x: LEFT, y: TOP + HEIGHT + 20 }, 'an hour ago'),
      svg('text', { x: LEFT + WIDTH, y: TOP + HEIGHT + 20, 'text-anchor': 'end' }, 'now'));
    plot.replaceChildren(...parts);
  }
  function round(most) {
    const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
    return [1, 2, 5, 10].map(step => step * power).find(step => step >= most) || most;
  }
  function plots(minutes) {
    const step = WIDTH / minutes.length, counts = minutes.map(one => one.outputs + one.others);
    const most = Math.max(2, round(Math.max(...counts)));
    frame($('rate'), most, value => String(value));
    minutes.forEach((one, i) => {
      const x = LEFT + i * step + 1, width = step - 2, up = HEIGHT * one.outputs / most, more = HEIGHT * one.others / most;
      if (one.outputs) $('rate').append(svg('rect', { x, width, y: TOP + HEIGHT - up, height: up, class: 'outputs' }));
      if (one.others) $('rate').append(svg('rect', { x, width, y: TOP + HEIGHT - up - more, height: more, class: 'others' }));
    });
    const ten = counts.slice(-11, -1), sum = ten.reduce((a, b) => a + b, 0) / ten.length;
    put($('rate-words'), (sum >= 10 ? Math.round(sum) : sum.toFixed(1)) + ' a minute over the last ten minutes');
    const longest = Math.max(1000, ...minutes.map(one => one.slowest));
    frame($('time'), longest, value => value === 0 ? '0' : span(value).replace(/ (\d+) s$/, ''));
    for (const kind of ['slowest', 'median']) {
      let path = '', open = false;
      minutes.forEach((one, i) => {
        const any = one.outputs + one.others > 0, x = (LEFT + (i + .5) * step).toFixed(1);
        const y = (TOP + HEIGHT * (1 - one[kind] / longest)).toFixed(1);
        // A dot where there is none beside it.
        if (any) path += open ? `L${x} ${y}` : `M${x} ${y}h.1`;
        open = any;
      });
      if (path) $('time').append(svg('path', { d: path, class: kind }));
    }
    const late = minutes.slice(-10).filter(one => one.outputs + one.others > 0).sort((a, b) => a.median - b.median);
    let before = 0;
    const half = late.reduce((sum, one) => sum + one.outputs + one.others, 0) / 2;
    const middle = late.find(one => (before += one.outputs + one.others) >= half);
    put($('time-words'), middle ? 'half within ' + span(middle.median) + ', the slowest '
      + span(Math.max(...late.map(one => one.slowest))) + ' of late'
      : 'nothing was delivered in the last ten minutes');
  }

  // ---- All of it ----
  function items(list, texts, kind) {
    while (list.children.length > texts.length) list.lastElementChild.remove();
    texts.forEach((words, i) => {
      if (!list.children[i]) list.append(make('li', kind));
      if (typeof words === 'function') live(list.children[i], words); else put(list.children[i], words);
    });
  }
  function told(text, kind) { const line = $('state'); line.className = 'state ' + kind; put(line, text); }
  function way(one, alone) {
    const whose = alone ? '' : 'Account ' + one.account + ': ';
    return one.through
      ? () => whose + (one.last ? (alone ? 'For ' : 'requests get through for ') + whole(now() - Date.parse(one.since))
        + ', the last one ' + ago(one.last) + '.' : (alone ? 'None was sent since the start.' : 'no request was sent since the start.'))
      : () => whose + (alone ? 'For ' : 'nothing gets through for ') + whole(now() - Date.parse(one.since)) + ': ' + one.reason
        + '. Next try ' + till(one.next_try) + '.';
  }
  function show() {
    const ways = state.accounts, out = ways.filter(one => !one.through), sent = ways.some(one => one.last);
    told(out.length === 0 ? (sent ? 'Requests get through' : 'Ready')
      : out.length === ways.length ? 'Nothing gets through' : 'Nothing gets through for ' + out.length + ' of ' + ways.length
      + ' accounts', out.length ? 'bad' : 'good');
    items($('ways'), ways.map(one => way(one, ways.length === 1)));
    items($('notes'), state.notes);
    put($('application'), state.gateway.application);
    put($('inbox-count'), state.inbox.count.toLocaleString() + (state.inbox.more ? '+' : ''));
    live($('inbox-more'), () => state.inbox.oldest ? 'oldest ' + whole(now() - Date.parse(state.inbox.oldest)) : 'empty');
    const moving = state.on_the_way, parts = counts => Object.entries(counts).map(([word, n]) => n.toLocaleString() + ' ' + word);
    put($('way-count'), moving.count.toLocaleString());
    put($('way-more'), [...parts(moving.steps).filter(part => !part.endsWith(' waiting')), ...parts(moving.statuses)].join(', '));
    put($('delivered-count'), state.delivered.count.toLocaleString());
    live($('delivered-more'), () => 'in ' + whole(now() - Date.parse(state.gateway.started_at)));
    put($('errors-count'), state.errors.count.toLocaleString());
    put($('errors-more'), state.errors.count ? 'lie in the folder of errors' : 'none');
    $('errors-figure').className = state.errors.count ? 'some' : '';
    plots(state.minutes);
    const filter = $('filter').value.trim();
    fill('errors', state.errors.rows);
    fill('way', moving.rows);
    fill('delivered', state.delivered.rows);
    put($('errors-shown'), shown(state.errors.rows.length, state.errors.count, filter));
    put($('way-shown'), filter ? many(moving.matching, 'match', 'matches') + ' of ' + moving.count.toLocaleString()
      + (moving.rows.length < moving.matching ? ', ' + moving.rows.length + ' shown' : '')
      : moving.rows.length < moving.count ? moving.rows.length + ' of ' + moving.count.toLocaleString() + ' shown' : '');
    put($('delivered-shown'), filter ? many(state.delivered.rows.length, 'match', 'matches') : 'the last '
      + state.delivered.rows.length);
    none('errors', state.errors.rows, filter, 'No input lies in the folder of errors.');
    none('way', moving.rows, filter, 'Nothing is on its way.');
    none('delivered', state.delivered.rows, filter, 'Nothing was delivered since the start.');
    const rest = moving.matching - moving.rows.length;
    $('way-rest').hidden = rest <= 0;
    $('way-rest').disabled = view.rows >= 500;
    put($('way-rest'), view.rows >= 500 ? many(rest, 'more: filter', 'more: filter') + ' to see them'
      : 'Show ' + Math.min(100, rest) + ' more');
    put($('itself'), 'camel-nextmv ' + state.gateway.version + ', gateway ' + state.gateway.name + ', started '
      + day(state.gateway.started_at) + ' ' + clock(state.gateway.started_at));
    put($('limits'), state.limits.length ? 'Of the limits: ' + state.limits.join('; ') : '');
    live($('kept'), () => state.kept ? 'Kept: ' + many(state.kept.tickets, 'ticket', 'tickets') + ' in the archive ('
      + size(state.kept.archive) + '), ' + many(state.kept.outputs, 'output', 'outputs') + ' in the outboxes ('
      + size(state.kept.outbox) + '), counted ' + ago(state.kept.at) : '');
    document.title = (out.length ? '✖ ' : '') + (state.errors.count ? many(state.errors.count, 'error', 'errors') + ', ' : '')
      + moving.count.toLocaleString() + ' on their way – camel-nextmv';
  }
  const shown = (rows, count, filter) => filter ? many(rows, 'match', 'matches') + (count > 200 ? ' in the last 200' : '')
    : rows < count ? 'the last ' + rows + ' of ' + count.toLocaleString() : '';
  function none(name, rows, filter, words) {
    $(name + '-none').hidden = rows.length > 0;
    put($(name + '-none'), filter ? 'Nothing here matches the filter.' : words);
  }
  function head() {
    $('way-head').replaceChildren(...columns.way.map(([title, sort, , kind]) => {
      const cell = make('th', kind === 'act' ? 'act' : '');
      cell.scope = 'col';
      cell.setAttribute('role', 'columnheader');
      if (!sort) { cell.append(title ? title : make('span', 'hidden', 'Act')); return cell; }
      const button = make('button', '', title);
      button.type = 'button';
      button.addEventListener('click', () => {
        view.down = view.sort === sort && !view.down;
        view.sort = sort;
        order();
        ask();
      });
      cell.dataset.sort = sort;
      cell.append(button);
      return cell;
    }));
    order();
  }
  function order() {
    for (const cell of $('way-head').children) {
      if (cell.dataset.sort === view.sort) cell.setAttribute('aria-sort', view.down ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
    }
  }

  // ---- Asking ----
  async function ask() {
    clearTimeout(timer);
    if (asking) asking.abort();
    if (document.hidden) return;
    const mine = asking = new AbortController();
    const late = setTimeout(() => mine.abort(), PATIENT);
    const query = new URLSearchParams({ filter: $('filter').value.trim(), sort: view.sort, down: view.down, rows: view.rows });
    try {
      const answer = await fetch('nextmv/page/state?' + query, { headers: tag ? { 'If-None-Match': tag } : {}, cache: 'no-store',
        credentials: 'same-origin', signal: mine.signal });
      if (answer.status >= 500 || answer.status === 404) throw new TypeError('It starts, or stops.');
      if (answer.status !== 304 && !answer.ok) throw new Error((await answer.text()).slice(0, 300));
      const fresh = answer.status === 304 ? null : await answer.json();
      if (mine !== asking) return;
      failures = 0;
      answeredAt = Date.now();
      offset = Date.parse(answer.headers.get('Nextmv-Now')) - answeredAt || 0;
      document.body.classList.remove('old');
      if (fresh) { state = fresh; tag = answer.headers.get('ETag'); }
      if (state) show();
    } catch (problem) {
      if (mine !== asking) return;
      failures++;
      document.body.classList.add('old');
      told(problem instanceof TypeError || problem.name === 'AbortError' ? 'The gateway does not answer' : problem.message, 'bad');
    } finally {
      clearTimeout(late);
      if (mine === asking) {
        asking = null;
        const pause = Math.min(LONGEST, PERIOD * 1.6 ** failures);
        nextTry = Date.now() + pause;
        timer = setTimeout(ask, pause);
        freshness();
      }
    }
  }
  function freshness() {
    put($('freshness'), !answeredAt ? '' : failures ? 'As it was at ' + clock(answeredAt) + '; asking again in '
      + Math.max(0, Math.ceil((nextTry - Date.now()) / 1000)) + ' s' : 'As of ' + clock(answeredAt + offset));
  }

  // ---- Acts ----
  let silence = 0;
  function say(text) {
    clearTimeout(silence);
    put($('told'), text);
    silence = setTimeout(() => put($('told'), ''), 8000);
  }
  async function wish(what, row, button, more) {
    button.disabled = true;
    try {
      const answer = await fetch('nextmv/page/' + what + '/' + encodeURIComponent(row.ticket) + (more || ''), { method: 'POST',
        headers: { 'Nextmv-Page-Control': state.control }, credentials: 'same-origin' });
      const json = (answer.headers.get('Content-Type') || '').startsWith('application/json');
      const said = json ? await answer.json() : { message: await answer.text() };
      if (!said.asks) say(said.message);
      return said;
    } catch (problem) {
      say('The gateway does not answer: nothing is known of what became of it.');
      return { message: '' };
    } finally {
      button.disabled = false;
      tag = null;
      ask();
    }
  }
  function question(title, words, yes) {
    const dialog = $('ask');
    put($('ask-title'), title);
    put($('ask-words'), words);
    put($('ask-yes'), yes);
    return new Promise(answered => {
      dialog.returnValue = '';
      $('ask-yes').onclick = () => dialog.close('yes');
      $('ask-no').onclick = () => dialog.close('no');
      dialog.onclose = () => answered(dialog.returnValue === 'yes');
      dialog.showModal();
      $('ask-no').focus();
    });
  }
  async function cancel(row, button) {
    const words = row.run_id ? 'Its run ' + row.run_id + ' is canceled, and the input goes to the folder of canceled ones.'
      : 'It is not run, and goes to the folder of canceled ones.';
    if (await question('Cancel ' + row.file + '?', words, 'Cancel it')) await wish('cancel', row, button);
  }
  async function retry(row, button) {
    const said = await wish('retry', row, button);
    if (said.asks && await question('Retry ' + row.file + '?', said.message, 'Retry it all the same')) {
      await wish('retry', row, button, '?yes=true');
    }
  }

  // ---- Begin ----
  let typing = 0;
  $('filter').value = decodeURIComponent(location.hash.startsWith('#filter=') ? location.hash.slice(8) : '');
  $('filter').addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      const filter = $('filter').value.trim();
      history.replaceState(null, '', filter ? '#filter=' + encodeURIComponent(filter) : location.pathname);
      view.rows = 100;
      ask();
    }, 250);
  });
  $('search').addEventListener('submit', event => { event.preventDefault(); ask(); });
  $('way-rest').addEventListener('click', () => { view.rows = Math.min(500, view.rows + 100); ask(); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) clearTimeout(timer); else ask(); });
  setInterval(() => { if (!document.hidden) { tick(); freshness(); } }, 1000);
  head();
  ask();
})();
