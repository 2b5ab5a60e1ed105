<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|MapTips|Temporal" labelsEnabled="1">
  <temporal enabled="1" mode="4" limitMode="0" startExpression="to_datetime(&quot;date_start&quot;)" endExpression="to_datetime(&quot;date_end&quot;) + to_interval('1 day')" accumulate="0" startField="" endField="" durationField="" durationUnit="d" fixedDuration="0">
    <fixedRange><start/><end/></fixedRange>
  </temporal>
  <renderer-v2 type="categorizedSymbol" attr="concat(&quot;class&quot;, ' ', &quot;method&quot;)" symbollevels="0" forceraster="0" enableorderby="1" referencescale="-1">
    <categories>
{categories}    </categories>
    <symbols>
{symbols}    </symbols>
    <rotation/>
    <sizescale/>
    <orderby>
      <orderByClause asc="0" nullsFirst="0">coalesce("killed_max", "killed_min", 0)</orderByClause>
    </orderby>
  </renderer-v2>
  <labeling type="simple">
    <settings calloutType="simple">
      <text-style fieldName="place_ar" fontFamily="Noto Sans Arabic" namedStyle="Regular" fontWeight="50" isExpression="0" fontSize="9" fontSizeUnit="Point" textColor="34,34,34,255" textOpacity="1" textOrientation="horizontal" multilineHeight="1">
        <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="251,250,247,255" bufferOpacity="1" bufferJoinStyle="128" bufferNoFill="1"/>
        <background shapeDraw="0"/>
        <shadow shadowDraw="0"/>
      </text-style>
      <text-format multilineAlign="3" autoWrapLength="24" useMaxLineLengthForAutoWrap="1"/>
      <placement placement="6" predefinedPositionOrder="L,R,T,B,TL,TR,BL,BR" offsetType="1" dist="0.6" distUnits="MM" priority="5"/>
      <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" scaleVisibility="0" upsidedownLabels="0" fontMaxPixelSize="10000" maxNumLabels="2000"/>
    </settings>
  </labeling>
  <mapTip>&lt;p dir="rtl">[% "summary_ar" %]&lt;/p>&lt;p>[% "summary_en" %]&lt;/p></mapTip>
  <layerGeometryType>0</layerGeometryType>
</qgis>
