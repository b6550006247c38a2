// The page itself comes back without network, empty of data, on a browser that can do that.
navigator.serviceWorker?.register(document.getElementById("door-list").dataset.worker, { scope: "/call-in/" })
  .catch(() => {});
