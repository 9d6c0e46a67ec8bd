"""story.py: tests that are one story of one kiosk, with a publisher whose key it trusts. They go in the order of their numbers."""
import os
import tempfile
import unittest

import publisher
from machine import Ground, Machine


class Story(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ground = Ground()
        cls.folder = tempfile.TemporaryDirectory(prefix='lutrin-story-')
        cls.town = publisher.Publisher(cls.ground.release, cls.folder.name)
        cls.machine = Machine(cls.ground, cls.ground.installed(), screen=True)
        cls.machine.settled()
        cls.machine.write('/etc/lutrin/publisher.pub', cls.town.key)

    @classmethod
    def tearDownClass(cls):
        cls.machine.close()
        cls.folder.cleanup()

    def setUp(self):
        self.do = self.machine.do

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder.name, name)
