// The map: the world from a file of the page's own, marks from the server at each zoom.
"use strict";

(() => {
  const UNIT = 100;
  // How large the page's letters are: on a large screen the rings are as well.
  const scale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 14;
  const NAMES_FROM = 3;
  let world = null;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function line(packed) {
    const out = [];
    let x = 0;
    let y = 0;
    for (let i = 0; i < packed.length; i += 2) {
      x += packed[i];
      y += packed[i + 1];
      out.push([y / UNIT, x / UNIT]);
    }
    return out;
  }

  function load(address) {
    world ??= fetch(address).then((answer) => answer.json()).then((data) => ({
      countries: data.countries.map(([code, rings]) => ({ code, rings: rings.map((r) => [line(r)]) })),
      lakes: data.lakes.map((r) => [line(r)]),
      borders: data.borders.map(line),
      disputed: data.disputed.map(line),
      names: data.names,
    }));
    return world;
  }

  // The world's layers, and how each is drawn in the colours of the page.
  function base(map, data, tiled) {
    const renderer = L.canvas({ padding: 0.4, pane: "world" });
    const options = { renderer, interactive: false, smoothFactor: 0.7, pane: "world" };
    const countries = data.countries.map((c) => ({ code: c.code, layer: L.polygon(c.rings, { ...options, stroke: false }).addTo(map) }));
    const lakes = L.polygon(data.lakes, { ...options, stroke: false }).addTo(map);
    const borders = L.polyline(data.borders, { ...options, weight: 0.8 }).addTo(map);
    const disputed = L.polyline(data.disputed, { ...options, weight: 1.3, dashArray: "5 4" }).addTo(map);
    return (vague) => {
      for (const { code, layer } of countries) {
        const here = code && vague.get(code);
        layer.setStyle({
          fillColor: here ? colour(`--q${here}`) : colour("--land"),
          fillOpacity: here ? 0.28 : tiled ? 0 : 1,
        });
      }
      lakes.setStyle({ fillColor: colour("--sea"), fillOpacity: tiled ? 0 : 1 });
      borders.setStyle({ color: colour("--border"), opacity: tiled ? 0.5 : 1 });
      disputed.setStyle({ color: colour("--disputed") });
    };
  }

  const most = (quads) => quads.indexOf(Math.max(...quads)) + 1;

  const across = (mark) => Math.round(scale() * Math.min(24 + 7 * Math.log2(mark.count), 58));

  // A ring whose arcs are the parts of the quad classes, with the count within.
  function ring(mark, soft) {
    const size = across(mark);
    const radius = size / 2 - 3;
    const around = 2 * Math.PI * radius;
    let done = 0;
    const arcs = mark.quads.map((count, i) => {
      if (!count) return "";
      const part = (count / mark.count) * around;
      const arc = `<circle class="arc q${i + 1}" cx="${size / 2}" cy="${size / 2}" r="${radius}" stroke-dasharray="${part} ${around - part}" stroke-dashoffset="${-done}"/>`;
      done += part;
      return arc;
    });
    return L.divIcon({
      className: soft ? "spot soft" : "spot",
      iconSize: [size, size],
      html: `<svg viewBox="0 0 ${size} ${size}" width="${size}" height="${size}" aria-hidden="true"><circle class="disc" cx="${size / 2}" cy="${size / 2}" r="${radius}"/>${arcs.join("")}<text x="50%" y="50%" dy="0.35em" text-anchor="middle">${Number(mark.count)}</text></svg>`,
    });
  }

  const events = (count) => (count === 1 ? "1 event" : `${count} events`);

  function put(map, layers, view) {
    layers.clearLayers();
    const metres = (40075016.686 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 2 ** (map.getZoom() + 8);
    for (const mark of view.marks) {
      const wide = mark.radius_km && (mark.radius_km * 1000) / metres > 16;
      if (wide) {
        const tone = colour(`--q${most(mark.quads)}`);
        L.circle([mark.lat, mark.lon], { radius: mark.radius_km * 1000, color: tone, weight: 1, dashArray: "3 4", fillColor: tone, fillOpacity: 0.14, interactive: false }).addTo(layers);
      }
      const vague = mark.precision && mark.precision !== "exact" ? ` (somewhere in this ${mark.precision})` : "";
      go(map, L.marker([mark.lat, mark.lon], { icon: ring(mark, wide), title: `${mark.name}: ${events(mark.count)}${vague}` }), mark).addTo(layers);
    }
  }

  function go(map, marker, mark) {
    const follow = () => {
      if (mark.address) window.location.assign(mark.address);
      else map.fitBounds([[mark.box[0], mark.box[1]], [mark.box[2], mark.box[3]]], { padding: [40, 40], maxZoom: Math.max(map.getZoom() + 2, 10) });
    };
    return marker.on("click", follow).on("keypress", (pressed) => {
      if (pressed.originalEvent.key === "Enter") follow();
    });
  }

  function name(text, kind) {
    const label = document.createElement("span");
    label.textContent = text;
    return L.divIcon({ className: `label ${kind}`, iconSize: null, html: label });
  }

  function names(map, layers, data, places, marks) {
    layers.clearLayers();
    const zoom = map.getZoom();
    const seen = map.getBounds();
    // A name that would stand over another one or a ring is left out; the greater come first.
    const taken = marks.map((mark) => {
      const radius = (0.5 * across(mark)) | 0;
      return { ...map.latLngToContainerPoint([mark.lat, mark.lon]), wide: radius, high: radius };
    });
    const put = (text, at, kind) => {
      const { x, y } = map.latLngToContainerPoint(at);
      const [wide, high] = (kind === "country" ? [text.length * 4.6, 9] : [text.length * 3.4, 8]).map((n) => n * scale());
      if (taken.some((box) => Math.abs(box.x - x) < box.wide + wide && Math.abs(box.y - y) < box.high + high)) return;
      taken.push({ x, y, wide, high });
      L.marker(at, { icon: name(text, kind), interactive: false, keyboard: false, pane: "names" }).addTo(layers);
    };
    if (zoom >= NAMES_FROM) {
      for (const [text, x, y, from] of [...data.names].sort((a, b) => a[3] - b[3])) {
        if (from <= zoom + 0.5 && seen.contains([y, x])) put(text, [y, x], "country");
      }
    }
    for (const place of places) put(place.name, [place.lat, place.lon], "town");
  }

  async function json(address) {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    return answer.ok ? answer.json() : null;
  }

  function remember(map) {
    const { lat, lng } = map.getCenter();
    const at = `${lat.toFixed(2)},${lng.toFixed(2)},${map.getZoom()}`;
    const here = new URL(window.location.href);
    here.searchParams.set("map", at);
    history.replaceState(history.state, "", here);
    for (const input of document.querySelectorAll('input[name="map"]')) input.value = at;
  }

  async function start(box) {
    if (box.dataset.started) return;
    box.dataset.started = "yes";
    const { query, file, tiles, credit, at } = box.dataset;
    const data = await load(file);
    if (!box.isConnected) return;
    box.closest(".map").classList.add("live");
    const map = L.map(box, { worldCopyJump: true, minZoom: 1, maxZoom: 13, maxBoundsViscosity: 1, fadeAnimation: false, zoomAnimation: false });
    map.attributionControl.setPrefix(false).addAttribution(credit);
    for (const [pane, level] of [["world", 210], ["names", 450]]) map.createPane(pane).style.zIndex = level;
    map.getPane("names").style.pointerEvents = "none";
    if (tiles) L.tileLayer(tiles, { maxZoom: 18 }).addTo(map);
    const whole = await json(`/api/v1/map?${query}&zoom=2`);
    if (at) {
      const [lat, lon, zoom] = at.split(",").map(Number);
      map.setView([lat, lon], zoom);
    } else if (whole?.box) {
      const [south, west, north, east] = whole.box;
      map.fitBounds([[south, west], [north, east]], { padding: [36, 36], maxZoom: 6 });
    } else map.setView([25, 15], 2);
    const style = base(map, data, Boolean(tiles));
    style(new Map());
    const spots = L.layerGroup().addTo(map);
    const labels = L.layerGroup().addTo(map);
    let turn = 0;
    const show = async () => {
      const mine = ++turn;
      const seen = map.getBounds().pad(0.1);
      const area = [Math.max(seen.getSouth(), -90), seen.getWest(), Math.min(seen.getNorth(), 90), seen.getEast()].map((n) => n.toFixed(3)).join(",");
      const zoom = Math.round(map.getZoom());
      const view = await json(`/api/v1/map?${query}&zoom=${zoom}&box=${area}`);
      if (mine !== turn || !view) return;
      style(new Map(view.countries.map((c) => [c.code, most(c.quads)])));
      put(map, spots, view);
      box.dataset.ready = "yes";
      const places = zoom >= 5 && !tiles ? await json(`/api/v1/gazetteer?zoom=${zoom}&box=${area}`) : [];
      if (mine === turn && !tiles) names(map, labels, data, places ?? [], view.marks);
    };
    map.on("moveend", show);
    map.on("moveend", () => remember(map));
    new MutationObserver(show).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    show();
  }

  const all = () => document.querySelectorAll("[data-map]").forEach((box) => void start(box));
  document.addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:afterSettle", all);
})();
