; Inno Setup script: installs for one person without administrator rights, or for all with them.
; Called by installer/build.py with /DVersion=…

[Setup]
AppId={{6A1D8A0E-5C56-4B8C-9E43-0B7A6D4D9C11}
AppName=Daybook
AppVersion={#Version}
AppPublisher=Daybook
SetupIconFile=..\resources\icons\app\daybook.ico
DefaultDirName={autopf}\Daybook
DefaultGroupName=Daybook
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
Compression=lzma2
SolidCompression=yes
OutputDir=..\dist
OutputBaseFilename=Daybook-{#Version}
LicenseFile=..\LICENSE
UninstallDisplayIcon={app}\Daybook.exe
ChangesAssociations=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Files]
Source: "..\dist\Daybook\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Daybook"; Filename: "{app}\Daybook.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\.daybook"; ValueType: string; ValueData: "Daybook.Book"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Daybook.Book"; ValueType: string; ValueData: "Daybook book"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Daybook.Book\shell\open\command"; ValueType: string; ValueData: """{app}\Daybook.exe"" ""%1"""

[Run]
Filename: "{app}\Daybook.exe"; Description: "{cm:LaunchProgram,Daybook}"; Flags: nowait postinstall skipifsilent
