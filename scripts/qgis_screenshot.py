"""Run inside QGIS (`qgis --code`): add the layer as a user would drop it on the window, then save a picture of the window and leave.

The layer and the picture are given as MARSAD_LAYER and MARSAD_PICTURE; scripts/screenshots.sh sets them.
"""
import os

from qgis.core import QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface


def show():
    iface.addVectorLayer(os.environ["MARSAD_LAYER"] + "|layername=events", "events", "ogr")
    # Not at once: QGIS shows the whole of a first layer.
    QTimer.singleShot(3000, zoom)


def zoom():
    # Where most of the examples lie.
    iface.mapCanvas().setExtent(QgsRectangle(33.3, 30.6, 45.2, 37.2))
    iface.mapCanvas().refresh()
    QTimer.singleShot(6000, save)


def save():
    iface.mainWindow().grab().save(os.environ["MARSAD_PICTURE"])
    QgsProject.instance().setDirty(False)
    os._exit(0)


iface.mainWindow().resize(1200, 760)
QTimer.singleShot(3000, show)
