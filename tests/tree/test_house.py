#!/usr/bin/env python3
"""test_house.py: the check itself is checked. Each tree under broken/RULE or broken/RULE.CASE breaks that rule and no
other; where a line bears the word `broken`, the findings are on just those lines. The tree under clean/ breaks none."""
import os
import sys
import unittest

import house

EXAMPLE_LIMITS = {'file': 40, 'file_warn': 39, 'function': 15, 'program': 25}
CLEAN_LIMITS = {'file': 100, 'file_warn': 90, 'function': 15, 'program': 25}


def findings(top, limits):
    plan = house.Plan(os.path.join(house.HERE, 'house.txt'))
    plan.limits = limits
    tree = house.Tree(os.path.join(house.HERE, top))
    return tree, house.check(tree, plan)


def marked_lines(tree):
    return {(path, number) for path in tree.paths for number, line in enumerate(tree.text(path).split('\n'), 1)
            if line.rstrip(' */').endswith('broken')}


class HouseCheck(unittest.TestCase):
    def test_clean_tree_has_no_findings(self):
        self.assertEqual(findings('clean', CLEAN_LIMITS)[1], [])

    def test_each_rule_has_a_broken_tree(self):
        shown = {name.split('.')[0] for name in os.listdir(os.path.join(house.HERE, 'broken'))}
        self.assertEqual(shown, set(house.RULES))

    def test_each_broken_tree_breaks_its_rule_and_no_other(self):
        for name in sorted(os.listdir(os.path.join(house.HERE, 'broken'))):
            with self.subTest(tree=name):
                tree, found = findings(os.path.join('broken', name), EXAMPLE_LIMITS)
                self.assertEqual({rule for _, _, rule, _ in found}, {name.split('.')[0]}, found)
                marked = marked_lines(tree)
                if marked:
                    self.assertEqual({(path, line) for path, line, _, _ in found}, marked, found)

    def test_real_limits_are_those_of_the_house(self):
        plan = house.Plan(os.path.join(house.HERE, 'house.txt'))
        self.assertLessEqual(plan.limits['file'], 700)
        self.assertLessEqual(plan.limits['function'], 100)
        self.assertLessEqual(plan.limits['program'], 200)


if __name__ == '__main__':
    sys.dont_write_bytecode = True
    unittest.main()
