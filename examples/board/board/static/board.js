/* Moving cards with the mouse or a finger's drag, on top of pages that work without it.
   Whoever uses the keyboard moves cards with the four buttons of each card; this script only brings
   the focus back to the button after the page has been loaded again.  What is moved is asked of the
   JSON API, by the same rules as everything else. */

(function () {
  "use strict";

  const PRESSED = "board.pressed";

  function announce(words) {
    const said = document.getElementById("said");
    if (said) {
      said.textContent = words;
    }
  }

  function filled(words, values) {
    return words.replace(/\$\{(\w+)\}/g, function (marker, name) {
      return values[name];
    });
  }

  function count(lane) {
    const shown = lane.querySelector(".lane-head .count");
    if (shown) {
      shown.lastChild.textContent = String(lane.querySelectorAll(".card").length);
    }
  }

  function showEdges(lanes) {
    lanes.forEach(function (lane, index) {
      const cards = Array.from(lane.querySelectorAll(".card"));
      cards.forEach(function (card, place) {
        const edges = {
          left: index === 0,
          right: index === lanes.length - 1,
          up: place === 0,
          down: place === cards.length - 1,
        };
        Object.keys(edges).forEach(function (direction) {
          const button = card.querySelector(".steps ." + direction);
          if (button) {
            button.disabled = edges[direction];
          }
        });
      });
      count(lane);
    });
  }

  function cardBelow(list, y) {
    return Array.from(list.querySelectorAll(".card:not(.dragged)")).find(function (card) {
      const box = card.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
  }

  async function send(card, lane) {
    const cards = Array.from(lane.querySelectorAll(".card"));
    const response = await fetch(card.dataset.move, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ column: Number(lane.dataset.column), place: cards.indexOf(card) }),
    });
    if (!response.ok) {
      throw new Error(String(response.status));
    }
  }

  function makeDraggable(board) {
    const lanes = Array.from(board.querySelectorAll(".lane"));
    let dragged = null;
    let home = null; // where the card goes back to, unless it is dropped on a lane

    board.querySelectorAll(".card").forEach(function (card) {
      card.draggable = true;
    });

    board.addEventListener("dragstart", function (event) {
      dragged = event.target.closest ? event.target.closest(".card") : null;
      if (dragged) {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", dragged.dataset.title);
        dragged.classList.add("dragged");
        home = { list: dragged.parentNode, next: dragged.nextElementSibling };
      }
    });

    board.addEventListener("dragend", function () {
      if (dragged) {
        dragged.classList.remove("dragged");
        if (home) {
          home.list.insertBefore(dragged, home.next);
        }
        dragged = home = null;
      }
    });

    lanes.forEach(function (lane) {
      lane.addEventListener("dragover", function (event) {
        if (dragged) {
          event.preventDefault();
          const list = lane.querySelector(".cards");
          list.insertBefore(dragged, cardBelow(list, event.clientY) || null);
        }
      });

      lane.addEventListener("drop", function (event) {
        const card = dragged;
        if (!card) {
          return;
        }
        event.preventDefault();
        home = null;
        showEdges(lanes);
        send(card, lane).then(
          function () {
            const name = lane.querySelector("h2").textContent;
            announce(filled(board.dataset.moved, { card: card.dataset.title, column: name }));
          },
          function () {
            window.location.reload(); // show what the board really is
          }
        );
      });
    });
  }

  function keepFocus(board) {
    board.addEventListener("submit", function (event) {
      const button = event.submitter;
      const card = event.target.closest(".card");
      if (button && card && button.name === "direction") {
        sessionStorage.setItem(PRESSED, JSON.stringify([card.id, button.value]));
      }
    });
    const pressed = JSON.parse(sessionStorage.getItem(PRESSED) || "null");
    sessionStorage.removeItem(PRESSED);
    const card = pressed && document.getElementById(pressed[0]);
    if (card) {
      // Only then: on its way to "#card-1" the browser takes the focus away once more.
      window.addEventListener("load", function () {
        window.setTimeout(function () {
          const button = card.querySelector(".steps ." + pressed[1]);
          const next = button.disabled ? card.querySelector(".steps button:not(:disabled)") : button;
          (next || card.querySelector("a")).focus();
          announce(button.dataset.said);
        }, 0);
      });
    }
  }

  const board = document.querySelector(".lanes");
  if (board) {
    makeDraggable(board);
    keepFocus(board);
  }
})();
