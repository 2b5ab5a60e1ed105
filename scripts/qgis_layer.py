#!/usr/bin/env python3
"""Open a GeoPackage in QGIS as a user would, with the style inside it; draw it, and say as JSON what QGIS made of it.

usage: qgis_layer.py EVENTS.gpkg PICTURE.png [WIDTH HEIGHT]     (needs Debian's python3-qgis; run it with the system's python3)
"""
import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402
    QgsApplication, QgsDateTimeRange, QgsMapRendererParallelJob, QgsMapSettings, QgsProject, QgsSymbolLayer, QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, QTime  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402


def days(layer, day):
    """How many events the temporal controller shows on a day."""
    midnight = QDateTime(QDate.fromString(day, "yyyy-MM-dd"), QTime(0, 0))
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    wanted = layer.temporalProperties().createFilterString(context, QgsDateTimeRange(midnight, midnight.addDays(1), True, False))
    return sum(1 for _ in layer.getFeatures(wanted))


def draw(layer, width, height):
    """A picture of the layer with a margin."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor("#fbfaf7"))
    settings.setOutputSize(QSize(width, height))
    settings.setOutputDpi(120)
    extent = layer.extent()
    extent.grow(0.12 * max(extent.width(), extent.height(), 0.5))
    settings.setExtent(extent)
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def pixels(layer, category):
    """How many pixels a category draws in its colour, alone and without labels."""
    alone = layer.clone()
    alone.setLabelsEnabled(False)
    alone.renderer().deleteAllCategories()
    alone.renderer().addCategory(category)
    picture, colour = draw(alone, 400, 300), category.symbol().color()

    def near(pixel):  # What lies under a translucent symbol shines through.
        return max(abs(pixel.red() - colour.red()), abs(pixel.green() - colour.green()), abs(pixel.blue() - colour.blue())) < 48

    return sum(near(picture.pixelColor(x, y)) for x in range(picture.width()) for y in range(picture.height()))


def main(source, path, width=900, height=700):
    application = QgsApplication([], False)
    application.initQgis()
    # As the program does when a file is dropped on it: open the layer, then load its default style.
    options = QgsVectorLayer.LayerOptions(QgsProject.instance().transformContext(), False)
    layer = QgsVectorLayer(f"{source}|layername=events", "events", "ogr", options)
    if not layer.isValid():
        raise SystemExit(f"{source}: QGIS cannot open it")
    layer.loadDefaultStyle()
    QgsProject.instance().addMapLayer(layer)
    picture = draw(layer, int(width), int(height))
    if not picture.save(path):
        raise SystemExit(f"{path}: cannot be written")
    renderer, temporal = layer.renderer(), layer.temporalProperties()
    categories = renderer.categories() if renderer.type() == "categorizedSymbol" else []
    size = categories[0].symbol().symbolLayer(0).dataDefinedProperties().property(QgsSymbolLayer.PropertySize) if categories else None
    label = layer.labeling().settings() if layer.labeling() else None
    first = next(layer.getFeatures('"date_start" IS NOT NULL'), None)
    day = first["date_start"].toString("yyyy-MM-dd") if first else None
    print(json.dumps({
        "features": layer.featureCount(),
        "renderer": renderer.type(),
        "categories": {c.value(): {"label": c.label(), "colour": c.symbol().color().name(), "shape": c.symbol().symbolLayer(0).properties().get("name"),
                                   "pixels": pixels(layer, c)} for c in categories},
        "size": size.expressionString() if size else None,
        "label": label.fieldName if label and layer.labelsEnabled() else None,
        "temporal": [temporal.startExpression(), temporal.endExpression()] if temporal.isActive() else None,
        "day": day,
        "on_day": days(layer, day) if day else None,
    }, ensure_ascii=False))
    del layer, picture
    QgsProject.instance().clear()
    application.exitQgis()


if __name__ == "__main__":
    main(*sys.argv[1:])
