/**
 * A second set in the form of `labelled-pairs.ts`, kept out of the tuning. Not blind: its misses were printed while the
 * first set was tuned, and one abbreviation that was fixed for another reason cured one of them.
 */
export const HELD_BACK = `
# Chez Marius
Marius Vieux-Port | 3 quai des Belges | 13001 | Marseille | 04 99 00 51 01 = Chez Marius Vieux Port | 3 Quai des Belges | 13001 | Marseille 1er | 0499005101
Marius Joliette | 10 pl. de la Joliette | 13002 | Marseille | 04 99 00 51 02 = Chez Marius - La Joliette | 10 place de la Joliette | 13002 | Marseille | 0499005102
Marius Prado | 401 av du Prado | 13008 | Marseille | = Chez Marius Prado | 401 avenue du Prado | 13008 | Marseille |
Marius Castellane | | 13006 | Marseille | = Chez Marius Castellane | 2 place Castellane | 13006 | Marseille |
Marius Aix | 30 crs Mirabeau | 13100 | Aix en Provence | = Chez Marius Aix-en-Provence | 30 cours Mirabeau | 13100 | Aix-en-Provence |
Marius Aubagne | | | Aubagne | = Chez Marius Aubagne | 7 cours Foch | 13400 | Aubagne |
Marius Cassis | 1 quai Barthélemy | 13260 | Cassis | =
= Chez Marius La Ciotat | 20 quai François Mitterrand | 13600 | La Ciotat |
# Crousti Poulet
CROUSTI 01 | 88 rue de la Gare | 62300 | Lens | = Crousti Poulet Lens | 88 r de la Gare | 62300 | Lens |
CROUSTI 02 | 14 pl. des Héros | 62000 | Arras | = Crousti Poulet Arras | 14 place des Heros | 62000 | Arras |
CROUSTI 03 | 6 bd Carnot | 62000 | Arras | = Crousti Poulet Arras Carnot | 6 boulevard Carnot | 62000 | Arras |
CROUSTI 04 | 31 rue Royale | 62100 | Calais | = Crousti Poulet Calais | 31 rue Royale | 62100 | Calais |
CROUSTI 05 | | 62200 | Boulogne / Mer | = Crousti Poulet Boulogne | 12 rue Faidherbe | 62200 | Boulogne-sur-Mer |
CROUSTI 06 | 9 rue Sadi Carnot | 62400 | Bethune | = Crousti Poulet Béthune | 9 rue Sadi-Carnot | 62400 | Béthune |
CROUSTI 07 | | | | =
# Ramen Sora
Ramen Sora Paris 2ème | 16 rue Ste Anne | | | = Ramen Sora | 16 rue Sainte-Anne | 75002 | Paris |
Ramen Sora Paris 5ème | | | | = Ramen Sora | 9 rue Monge | 75005 | Paris |
Ramen Sora Paris 13ème | | | | = Ramen Sora | 48 avenue d'Ivry | 75013 | Paris |
Ramen Sora Paris Xe | | | | = Ramen Sora | 77 rue du Fbg Saint-Denis | 75010 | Paris |
Ramen Sora Lyon 1er | | | | = Ramen Sora | 4 rue de la Martinière | 69001 | Lyon |
Ramen Sora Lyon 9 | | | | =
= Ramen Sora | 31 rue de Sèvres | 75006 | Paris |
# Boulangeries Lenoir SAS
LENOIR SAS ORLEANS | 7 rue Royale | 45000 | Orléans | = Lenoir Orléans Royale | 7 rue Royale | 45000 | Orleans |
LENOIR SAS ORLEANS 2 | 101 rue Bannier | 45000 | Orléans | = Lenoir Orléans Bannier | 101 rue Bannier | 45000 | Orleans |
LENOIR SAS OLIVET | 4 rue Marcel Belot | 45160 | Olivet | = Lenoir Olivet | 4 r. Marcel Belot | 45160 | Olivet |
LENOIR SAS BLOIS | 18 r. du Commerce | 41000 | Blois | = Lenoir Blois | 18 rue du Commerce | 41000 | Blois |
LENOIR SAS CHARTRES | 2 pl. Châtelet | 28000 | Chartres | = Lenoir Chartres | 2 place Chatelet | 28000 | Chartres |
LENOIR SAS GIEN | | 45500 | Gien | = Lenoir Gien | 14 rue Gambetta | 45500 | Gien |
LENOIR SAS VIERZON | | 18100 | Vierzon | =
= Lenoir Bourges | 9 rue Moyenne | 18000 | Bourges |
# La Cantine de Jeanne
Jeanne Wilson | 21 av. du Président Wilson | 93210 | Saint Denis | = La Cantine de Jeanne - Wilson | 21 avenue du Pdt Wilson | 93210 | La Plaine Saint-Denis |
Jeanne Pleyel | 153 bd Anatole France | 93200 | Saint-Denis | = La Cantine de Jeanne - Pleyel | 153 boulevard Anatole-France | 93200 | Saint-Denis |
Jeanne Montreuil | 60 rue de Paris | 93100 | Montreuil | = La Cantine de Jeanne - Montreuil | 60 r. de Paris | 93100 | Montreuil-sous-Bois |
Jeanne Pantin | 15 quai de l'Ourcq | 93500 | Pantin | = La Cantine de Jeanne - Pantin | 15 quai de l'Ourcq | 93500 | Pantin |
Jeanne Bobigny | | 93000 | | = La Cantine de Jeanne - Bobigny | 1 promenade Jean Rostand | 93000 | Bobigny |
Jeanne St-Ouen | 3 rue Ardoin | 93400 | St-Ouen | = La Cantine de Jeanne - Docks | 3 rue Ardoin | 93400 | Saint-Ouen-sur-Seine |
# Pâtes & Basta
Pates & Basta Jaude | 5 place de Jaude | 63000 | Clermont Ferrand | = Pâtes & Basta Jaude | 5 pl. de Jaude | 63000 | Clermont-Ferrand |
Pates & Basta Jaude 2 | CC Jaude, 18 rue d'Allagnat | 63000 | Clermont Ferrand | = Pâtes & Basta Centre Jaude | 18 rue d'Allagnat | 63000 | Clermont-Ferrand |
Pates & Basta Aubiere | 1 av. Roger Maerte | 63170 | Aubiere | = Pâtes & Basta Aubière | 1 avenue Roger Maërte | 63170 | Aubière |
Pates & Basta Vichy | 12 rue Clemenceau | 03200 | Vichi | = Pâtes & Basta Vichy | 12 rue Georges Clemenceau | 03200 | Vichy |
Pates & Basta Riom | | 63200 | Riom | = Pâtes & Basta Riom | 4 rue du Commerce | 63200 | Riom |
Pates & Basta Thiers | | 63300 | Thiers | =
# O'Brunch
O'Brunch Gambetta | 61 cours Gambetta | 34000 | Montpellier | = O'Brunch Cours Gambetta | 61 cours Gambetta | 34000 | Montpellier |
O'Brunch Gambetta | 61 ter cours Gambetta | 34000 | Montpellier | = O'Brunch Le Petit | 61ter cours Gambetta | 34000 | Montpellier |
O'Brunch Antigone | 12 pl. du Nombre d'Or | 34000 | Montpellier | = O'Brunch Antigone | 12 place du Nombre d'Or | 34000 | Montpellier |
O'Brunch Castelnau | | 34170 | Castelnau | = O'Brunch Castelnau | 300 av de l'Europe | 34170 | Castelnau-le-Lez |
O'Brunch Lattes | | 34970 | | = O'Brunch Lattes | 8 av. de Montpellier | 34970 | Lattes |
# Traiteur Ménard
Menard Labo | 2 rue de l'Industrie | 49000 | Angers | =
Menard Centre | 20 rue Lenepveu | 49000 | Angers | = Ménard - rue Lenepveu | 20 rue Lenepveu | 49100 | Angers |
Menard Lafayette | 14 pl. La Fayette | 49000 | Angers | = Ménard - La Fayette | 14 place Lafayette | 49000 | Angers |
Menard Cholet | 7 rue Nationnale | 49300 | Cholet | = Ménard - Cholet | 7 rue Nationale | 49300 | Cholet |
Menard Saumur | 33 rue St-Jean | 49400 | Saumur | = Ménard - Saumur | 33 rue Saint Jean | 49400 | Saumur |
Menard Le Mans | | 72000 | Le Mans | = Ménard - Le Mans | 9 rue des Minimes | 72000 | Le Mans |
= Ménard - Laval | 4 rue de la Paix | 53000 | Laval |
# Bar à Soupes
Bar à Soupes | 33 rue de Charonne, 75011 Paris | | | 01 99 00 61 01 = Bar à Soupes Charonne | 33 rue de Charonne | 75011 | Paris | 01 99 00 61 01
Bar à Soupes | 8 rue Cadet, 75009 Paris | | | = Bar à Soupes Cadet | 8 rue Cadet | 75009 | Paris |
Bar à Soupes | 112 rue du Cherche-Midi, 75006 Paris | | | = Bar à Soupes Cherche-Midi | 112 r. du Cherche Midi | 75006 | Paris |
Bar à Soupes | 5 av. des Ternes, 75017 Paris | | | = Bar à Soupes Ternes | 5 avenue des Ternes | 75017 | Paris |
Bar à Soupes Kiosque | | | | =
# Steak Avenue
SA Velizy | CC Westfield Vélizy 2 | 78140 | Vélizy | = Steak Avenue Vélizy 2 | Centre commercial Vélizy 2, avenue de l'Europe | 78140 | Vélizy-Villacoublay |
SA Parly | CC Parly 2 | 78150 | Le Chesnay | = Steak Avenue Parly 2 | Centre commercial Parly 2, av. Charles de Gaulle | 78150 | Le Chesnay-Rocquencourt |
SA Rosny | CC Rosny 2 | 93110 | Rosny | = Steak Avenue Rosny 2 | Centre commercial Rosny 2 | 93110 | Rosny-sous-Bois |
SA Creteil | CC Creteil Soleil | 94000 | Creteil | = Steak Avenue Créteil Soleil | Centre commercial Créteil Soleil, 101 av. du Gal de Gaulle | 94000 | Créteil |
SA Belle Epine | CC Belle Epine | 94320 | Thiais | = Steak Avenue Belle-Épine | Centre commercial Belle Épine | 94320 | Thiais |
SA Evry | CC Evry 2 | 91000 | Evry | = Steak Avenue Évry 2 | Centre commercial Évry 2, 2 bd de l'Europe | 91000 | Évry-Courcouronnes |
SA Val d'Europe | CC Val d'Europe | 77700 | Serris | = Steak Avenue Val d'Europe | 14 cours du Danube | 77700 | Serris |
SA Cergy | CC 3 Fontaines | 95000 | Cergy | =
# Au Bon Grain
*Bon Grain Pau | 12 rue Serviez | 64000 | Pau | = Au Bon Grain Pau | 12 rue Serviez | 64000 | Pau |
*Bon Grain Tarbes | 3 rue Brauhauban | 65000 | Tarbes | = Au Bon Grain Tarbes | 3 rue Brauhauban | 65000 | Tarbes |
Bon Grain Pau 2 | 44 rue Emile Guichenné | 64000 | Pau | = Au Bon Grain Pau Halles | 44 rue É. Guichenné | 64000 | Pau |
Bon Grain Bayonne | 6 r. Port-Neuf | 64100 | Bayonne | = Au Bon Grain Bayonne | 6 rue du Port Neuf | 64100 | Bayonne |
Bon Grain Biarritz | 19 av. Edouard VII | 64200 | Biarritz | = Au Bon Grain Biarritz | 19 avenue Édouard-VII | 64200 | Biarritz |
Bon Grain Anglet | | 64600 | Anglet | = Au Bon Grain Anglet | 5 rue Amédée Dufourg | 64600 | Anglet |
Bon Grain Dax | | 40100 | Dax | =
# Maison Thé
MT St-Malo Intra-Muros | 4 rue de Dinan | 35400 | St Malo | = Maison Thé Intra Muros | 4 rue de Dinan | 35400 | Saint-Malo |
MT St-Malo Rocabey | 20 rue Ville Pépin | 35400 | St Malo | = Maison Thé Saint-Servan | 20 rue Ville-Pépin | 35400 | Saint-Malo |
MT Dinard | 8 bd Féart | 35800 | Dinard | = Maison Thé Dinard | 8 boulevard Feart | 35800 | Dinard |
MT Dinan | 8 rue de l'Apport | 22100 | Dinan | = Maison Thé Dinan | 8 rue de l'Apport | 22100 | Dinan |
MT St-Brieuc | | 22000 | St-Brieuc | = Maison Thé Saint Brieuc | 3 rue Saint-Guillaume | 22000 | Saint-Brieuc |
MT Cancale | | | Cancale | = Maison Thé Cancale | 1 quai Gambetta | 35260 | Cancale |
# Pain & Cie Genève
Rive | 5 cours de Rive | 1204 | Genève | = Pain & Cie Rive | Cours de Rive 5 | 1204 | Genève |
Carouge | 12 place du Marché | 1227 | Carouge | = Pain & Cie Carouge | Place du Marché 12 | 1227 | Carouge GE |
Cornavin | 7 place de Cornavin | 1201 | Geneve | = Pain & Cie Cornavin | Place de Cornavin 7 | 1201 | Genève |
Plainpalais | 20 rue de Carouge | 1205 | Genève | = Pain & Cie Plainpalais | Rue de Carouge 20 | 1205 | Genève |
# Falafel & Co
Falafel République | 24 rue du Fbg du Temple | 75011 | Paris | = Falafel & Co Temple | 24 rue du Faubourg-du-Temple | 75011 | Paris |
Falafel Goncourt | 82 rue du Fbg du Temple | 75011 | Paris | = Falafel & Co Goncourt | 82 rue du Faubourg du Temple | 75011 | Paris |
Falafel Jourdain | 130 rue de Belleville | 75020 | Paris | = Falafel & Co Jourdain | 130 rue de Belleville | 75020 | Paris |
Falafel Gambetta | 4 place Gambetta | 75020 | Paris | = Falafel & Co Gambetta | 4 pl. Martin Nadaud | 75020 | Paris |
# Fournil des Alpes
Fournil Gap | 14 rue Carnot | 05000 | Gap | = Fournil des Alpes Gap | 14 r Carnot | 5000 | Gap |
Fournil Briancon | 8 av. du Lautaret | 05100 | Briancon | = Fournil des Alpes Briançon | 8 avenue du Lautaret | 05100 | Briançon |
Fournil Embrun | 2 pl. Barthelon | 05200 | Embrun | = Fournil des Alpes Embrun | 2 place Barthelon | 05200 | Embrun |
Fournil Gap Sud | 90 avenue d'Embrun | 05000 | Gap | = Fournil des Alpes Tokoro | 90 av d'Embrun | 05000 | Gap |
Fournil Veynes | | 05400 | Veynes | =
= Fournil des Alpes Laragne | 6 rue de la Paix | 05300 | Laragne-Montéglin |
# Bistrot des Halles
Halles 1 | 2 place des Halles | 67000 | Strasbourg | 03 99 00 81 01 = Bistrot des Halles | 2 place des Halles | 67000 | Strasbourg | 03 99 00 81 01
Halles 2 | 4 place des Halles | 67000 | Strasbourg | 03 99 00 81 01 = Bistrot des Halles - Winstub | 4 place des Halles | 67000 | Strasbourg | 03 99 00 81 01
Halles 3 | 24 place des Halles | 67000 | Strasbourg | 03 99 00 81 01 = Bistrot des Halles - Comptoir à tartes | 24 place des Halles | 67000 | Strasbourg | 03 99 00 81 01
Halles labo | 3 rue du Port du Rhin | 67000 | Strasbourg | 03 99 00 81 01 =
# Taverne du Nord
Taverne Valenciennes | 9 pl. d'Armes | 59300 | Valenciennes | = La Taverne Valenciennes | 9 place d'Armes | 59300 | Valenciennes |
Taverne Valenciennes TEST | | | Valenciennes | =
Taverne Douai | 25 rue de Bellain | 59500 | Doaui | = La Taverne Douai | 25 rue de Bellain | 59500 | Douai |
Taverne Cambrai | 25 rue de Noyon | 59400 | Cambrai | = La Taverne Cambrai | 25 r. de Noyon | 59400 | Cambrai |
Taverne Maubeuge | | | Maubeuge | = La Taverne Maubeuge | 40 av. de France | 59600 | Maubeuge |
# Épicerie Fine Lacaze
Lacaze 9e | | | | = Lacaze Martyrs | 28 rue des Martyrs | 75009 | Paris |
Lacaze 17e | | | | = Lacaze Lévis | 12 rue de Lévis | 75017 | Paris |
Lacaze Boulogne | | | | = Lacaze Boulogne | 80 bd Jean Jaurès | 92100 | Boulogne-Billancourt |
Lacaze Versailles | | | | = Lacaze Notre-Dame | 18 rue de la Paroisse | 78000 | Versailles |
# Kiosque à Pizzas Roma
Kiosque Leclerc | Parking E.Leclerc, rte de Vannes | 44800 | St Herblain | = Roma Saint-Herblain | Parking Leclerc, route de Vannes | 44800 | Saint-Herblain |
Kiosque Super U | Parking Super U, rue de la Mairie | 44240 | La Chapelle s/ Erdre | = Roma La Chapelle | Super U, rue de la Mairie | 44240 | La Chapelle-sur-Erdre |
Kiosque Carquefou | ZA de l'Étoile du Matin | 44470 | Carquefou | = Roma Carquefou | Rue de l'Étoile du Matin | 44470 | Carquefou |
Kiosque Rezé | 60 rue Jean Jaurès | 44400 | Reze | = Roma Rezé | 60 rue Jean-Jaurès | 44400 | Rezé |
Kiosque Orvault | | 44700 | Orvault | =
= Roma Couëron | 3 quai Jean-Pierre Fougerat | 44220 | Couëron |
# Café Saint-Paul
Saint-Paul I | 6 rue de Turenne | 75004 | Paris | = Café Saint-Paul | 6 rue de Turenne | 75004 | Paris |
Saint-Paul II | 60 rue de Turenne | 75003 | Paris | = Café Saint-Paul Turenne | 60 rue de Turenne | 75003 | Paris |
Saint-Paul III | 2 rue Saint-Paul | 75004 | Paris | = Café Saint-Paul Village | 2 rue St Paul | 75004 | Paris |
`
