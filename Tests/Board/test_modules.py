"""The modules that decide and touch nothing: tested by themselves, in the browser that they run in."""

import json
import os

from stage import BoardTest, agent, cluster

UNITS = os.path.join(os.path.dirname(__file__), "modules.js")

# The cases of searches that the server is tested with, too.
SEARCH_CASES = os.path.join(os.path.dirname(__file__), "search-cases.json")


class ModuleTest(BoardTest):
    def test_the_modules_that_decide(self):
        ada = agent("ada")
        ada.driver.get(cluster().gateway(0) + "/")
        with open(UNITS, encoding="utf-8") as file:
            source = file.read()
        with open(SEARCH_CASES, encoding="utf-8") as file:
            cases = json.load(file)
        results = ada.driver.execute_async_script("""
            const [SEARCH_CASES, done] = arguments;
            const base = document.querySelector("script[type=module]").src.replace(/main\\.js$/, "");
            const load = (name) => import(base + name + ".js");
            (async () => { """ + source + """ return await runAll(); })().then(done, (problem) => done([["all", String(problem.stack)]]));""", cases)
        self.assertGreater(len(results), 30)
        for name, problem in results:
            with self.subTest(name):
                self.assertIsNone(problem, problem)
