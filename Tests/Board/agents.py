"""Agents: people at the board, each with a browser of their own, driven by Selenium."""

import json
import os
import time

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import servers
from servers import PASSWORD, PATIENCE


def wait(condition, what):
    """Waits until `condition` answers something true, and answers it; what is drawn anew meanwhile is looked at again."""

    def look():
        try:
            return condition()
        except StaleElementReferenceException:
            return None

    return servers.wait(look, what)


class Agent:
    """Somebody at the board."""

    def __init__(self, language="en-GB", width=1440, height=900, dark=False, mobile=False, arguments=()):
        options = webdriver.ChromeOptions()
        options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                         "--no-first-run", "--disable-extensions", f"--lang={language}",
                         f"--window-size={width},{height}", *arguments):
            options.add_argument(argument)
        options.add_experimental_option("prefs", {"intl.accept_languages": language})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = webdriver.ChromeService(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_script_timeout(PATIENCE)
        self.size(width, height, mobile)
        self.dark(dark)
        self.url = None

    def quit(self):
        """Closes the browser."""
        self.driver.quit()

    # What the browser is like.

    def size(self, width, height, mobile=False):
        """Gives the window another size."""
        self.cdp("Emulation.setDeviceMetricsOverride",
                 width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def dark(self, dark):
        """Says which colours the system likes."""
        value = "dark" if dark else "light"
        self.cdp("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": value},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ])

    def cdp(self, command, **parameters):
        """Carries out a command of the Chrome DevTools Protocol."""
        return self.driver.execute_cdp_cmd(command, parameters)

    def script(self, text, *arguments):
        """Carries out JavaScript in the page."""
        return self.driver.execute_script(text, *arguments)

    def console(self):
        """What the console has said since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def network(self):
        """The network events since they were last asked for: (method, parameters)."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [(message["method"], message["params"]) for message in messages]

    # Going about.

    def forget(self):
        """Forgets cookies and everything kept in the browser, as a new one would."""
        self.cdp("Network.clearBrowserCookies")
        if self.url:
            self.cdp("Storage.clearDataForOrigin", origin=self.url, storageTypes="all")
        self.driver.get("about:blank")
        self.console()

    def enter(self, url, name, path="/"):
        """Logs in as a new browser would, and waits for the live board."""
        self.forget()
        self.url = url
        self.driver.get(url + path)
        self.log_in(name)
        self.await_live()
        return self

    def log_in(self, name, password=PASSWORD):
        """Fills in the form."""
        email = wait(lambda: self.find("input[type=email]"), "a form to log in")
        email.send_keys(f"{name}@example.com")
        self.find("input[autocomplete=current-password]").send_keys(password, Keys.ENTER)

    def await_live(self):
        """Waits until the board is there and live."""
        wait(lambda: self.connection() == "live" and self.find(".space [data-id], .empty-title, .admin"), "a live board")

    def go(self, path):
        """Loads an address of the board, and waits until it is live."""
        self.driver.get(self.url + path)
        self.await_live()

    # Looking.

    def find(self, selector):
        """The first element that can be seen; None if there is none."""
        for element in self.driver.find_elements(By.CSS_SELECTOR, selector):
            if element.is_displayed():
                return element
        return None

    def all(self, selector):
        """All elements that can be seen."""
        return [each for each in self.driver.find_elements(By.CSS_SELECTOR, selector) if each.is_displayed()]

    def text(self, selector):
        """The text of the first element that can be seen; an empty one if there is none."""
        element = self.find(selector)
        return element.text if element else ""

    def connection(self):
        """The state of the connection, as it is shown."""
        return self.script("return document.querySelector('.connection')?.dataset.state ?? null")

    def node(self):
        """The gateway that the browser is connected to."""
        title = self.script("return document.querySelector('.connection').title")
        return title.rsplit(" ", 1)[-1]

    def row(self, ticket):
        """The row, or the card, of a ticket."""
        return self.find(f".space [data-id='{ticket['id']}']")

    def titles(self):
        """The titles of the list, in the order of the screen."""
        return self.script("""
            return [...document.querySelectorAll('.list .space [data-id]')]
              .sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index))
              .map((row) => row.querySelector('a').textContent)""")

    def focus(self):
        """Where the focus is, in a word."""
        return self.script("""
            const element = document.activeElement;
            return element.matches('.row, .card-link') ? 'list'
              : element.id === 'ticket-title' ? 'ticket'
              : element.matches('.title-input') ? 'title'
              : element.matches('.description-input') ? 'description'
              : element.matches('.search-field') ? 'search'
              : (element.textContent || element.tagName).trim()""")

    # Working.

    def keys(self, *keys):
        """Presses keys, wherever the focus is."""
        chain = ActionChains(self.driver)
        for key in keys:
            if isinstance(key, tuple):
                chain.key_down(key[0]).send_keys(key[1]).key_up(key[0])
            else:
                chain.send_keys(key)
        chain.perform()

    def click(self, selector):
        """Clicks on the first element that can be seen."""
        wait(lambda: self.find(selector), f"something to click on: {selector}").click()

    def press(self, label, within="body"):
        """Clicks on the button of a name."""
        def button():
            for each in self.all(f"{within} button, {within} summary"):
                if label in (each.text.strip(), each.get_attribute("aria-label")) and each.is_enabled() and not each.get_attribute("aria-disabled"):
                    return each
            return None
        wait(button, f"a button {label}").click()

    def open(self, ticket):
        """Opens a ticket by its address."""
        self.go(f"/?ticket={ticket['number']}")
        wait(lambda: self.text(".ticket-title"), "the ticket")

    def edit(self):
        """Takes the lock, and waits for the form."""
        self.press("Edit", ".ticket")
        wait(lambda: self.find(".editing .title-input"), "the form")

    def type(self, field, text, replace=True):
        """Types into a field of the form."""
        element = wait(lambda: self.find(f".{field}-input"), f"the field {field}")
        if replace:
            element.send_keys(Keys.CONTROL, "a")
        element.send_keys(text)

    def value(self, field):
        """What is in a field of the form."""
        element = self.find(f".{field}-input")
        return element.get_attribute("value") if element else None

    def save(self):
        """Saves, and waits until it is."""
        self.press("Save", ".editing")
        wait(lambda: self.find(".reading"), "the saved ticket")

    def toast(self, text):
        """Waits for a short message, and answers it."""
        def shown():
            return next((each for each in self.all(".toast") if text in each.text), None)
        return wait(shown, f"the message {text}")

    def screenshot(self, name):
        """Keeps a picture of the window, if somebody wants pictures."""
        folder = os.environ.get("LES_BILLETS_SCREENSHOTS")
        if folder:
            os.makedirs(folder, exist_ok=True)
            self.driver.save_screenshot(os.path.join(folder, name + ".png"))


__all__ = ["Agent", "ActionChains", "By", "Keys", "WebDriverException", "wait"]
