"""Accounts: registration, passwords, and the administrator's page."""

from agents import Keys, wait
from servers import Client, Single, unique
from stage import BoardTest, agent, client, cluster


class AccountTest(BoardTest):
    def test_who_may_makes_an_account_and_another_password(self):
        server = Single("--registration", database=":memory:")
        try:
            new = agent("grace")
            new.forget()
            new.url = server.url
            new.driver.get(server.url + "/")
            new.press("Make an account")
            wait(lambda: new.find("input[autocomplete=name]"), "the form")
            new.keys("margaret@example.com", Keys.TAB, "Margaret Hamilton", Keys.TAB, "short", Keys.ENTER)
            self.assertIsNone(new.find(".row"))
            new.keys(" no longer", Keys.ENTER)
            new.await_live()
            new.press("Account of Margaret Hamilton")
            new.press("Change password")
            wait(lambda: new.find("dialog input"), "the form")
            new.keys("wrong password", Keys.TAB, "another password", Keys.ENTER)
            wait(lambda: "another one" in new.text("dialog .problem"), "that it is wrong")
            new.click("dialog input[autocomplete=current-password]")
            new.keys((Keys.CONTROL, "a"), "short no longer", Keys.ENTER)
            new.toast("Your password is changed")
            wait(lambda: new.connection() == "live", "a live board")
            Client(server.url).ask("POST", "/api/session", {"email": "margaret@example.com", "password": "another password"})
        finally:
            server.stop()

    def test_where_nobody_may_register_nothing_offers_it(self):
        stranger = agent("grace")
        stranger.forget()
        stranger.driver.get(cluster().gateway(0) + "/")
        stranger.url = cluster().gateway(0)
        wait(lambda: stranger.find("input[type=email]"), "a form to log in")
        stranger.log_in("grace", "wrong")
        wait(lambda: "wrong" in stranger.text(".problem"), "that the password is wrong")
        self.assertIsNone(stranger.find(".link"))

    def test_an_administrator_adds_disables_promotes_and_sees_who_is_where(self):
        ada = agent("ada").enter(cluster().gateway(0), "ada")
        agent("grace").enter(cluster().gateway(1), "grace")
        ada.press("Account of Ada Lovelace")
        ada.press("Administration")
        wait(lambda: "Linus Torvalds" in ada.text(".admin"), "the users")
        gateways = ".admin section:nth-of-type(2)"
        wait(lambda: "Ada Lovelace" in ada.text(gateways) and "Grace Hopper" in ada.text(gateways), "who is where")
        name = unique("Katherine")
        ada.click(".admin summary")
        wait(lambda: ada.find(".inline-form input"), "the form").click()
        email = name.replace(" ", ".").lower()
        ada.keys(f"{email}@example.com", Keys.TAB, name, Keys.TAB, "demo-password", Keys.ENTER)
        ada.toast(f"{name} may log in now")
        Client(cluster().url, email)
        ada.press(f"Disable {name}")
        ada.press("Disable", "dialog")
        ada.toast(f"{name} is changed")
        with self.assertRaisesRegex(Exception, "401"):
            Client(cluster().url, email)
        ada.press(f"Enable {name}")
        wait(lambda: any(f"Disable {name}" == each.get_attribute("aria-label") for each in ada.all(".admin button")), "the enabled user")
        role = next(each for each in ada.all(".admin select") if each.get_attribute("aria-label") == f"Role of {name}")
        role.send_keys("Administrator")
        wait(lambda: next(each for each in client("ada").ask("GET", "/api/users")["users"] if each["name"] == name)["role"] == "admin", "the role")

    def test_an_administrator_takes_a_lock_away(self):
        ticket = client("linus").create(title=unique("To be freed"))
        client("linus").lock(ticket)
        ada = agent("ada").enter(cluster().gateway(0), "ada", "/?page=admin")
        ada.press(f"Take the lock of ticket {ticket['number']} away")
        ada.press("Take away", "dialog")
        ada.toast(f"Ticket #{ticket['number']} is free")
        self.assertIsNone(client("linus").ticket(ticket)["lock"])

    def test_an_agent_finds_no_administration(self):
        grace = agent("grace").enter(cluster().gateway(1), "grace", "/?page=admin")
        self.assertIsNone(grace.find(".admin"))
        grace.press("Account of Grace Hopper")
        self.assertNotIn("Administration", grace.text(".menu-panel"))
